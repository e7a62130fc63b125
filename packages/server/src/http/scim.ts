import type { Action, AuditSubject } from '@postern/core/audit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { appendAudit } from '../audit/index.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import {
  createDirectoryUser,
  deleteDirectoryUser,
  deleteGroup,
  directoryGroup,
  directoryGroups,
  directoryUser,
  directoryUsers,
  type GroupChange,
  groupResource,
  keepGroup,
  listResponse,
  type MovedRoles,
  patched,
  readGroup,
  readUser,
  replaceDirectoryUser,
  ScimFault,
  shown,
  type UserChange,
  userResource,
} from '../single-sign-on/index.ts';
import { resourceTypes, schemas, serviceProviderConfig } from './scim-documents.ts';
import { directoryOf, scimScope } from './scim-scope.ts';
import type { Services } from './services.ts';

type Answering = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  handler: (request: FastifyRequest<One>, reply: FastifyReply) => Promise<unknown>,
) => void;
type One = { Params: { id: string }; Querystring: Record<string, string | undefined> };

/** SCIM 2.0 (RFC 7643, 7644): an organization's directory says who works here. */
export function scimRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const base = () => `${services.publicUrl()}/scim/v2`;

  void app.register(
    async (scope) => {
      scimScope(scope, services);
      scope.get('/ServiceProviderConfig', async () => serviceProviderConfig(base()));
      for (const [path, documents] of [
        ['/ResourceTypes', resourceTypes],
        ['/Schemas', schemas],
      ] as const) {
        scope.get(path, async () => listResponse(documents(base()), {}));
        scope.get<One>(`${path}/:id`, async ({ params }) => {
          const found = documents(base()).find(({ id }) => id === params.id);
          if (!found) throw new ScimFault(404, null, 'There is nothing at this address.');
          return found;
        });
      }
      const on: Answering = (method, url, handler) => scope.route<One>({ method, url, handler });
      users(on);
      groups(on);
    },
    { prefix: '/scim/v2' },
  );

  function users(on: Answering): void {
    const resourceOf = async (organizationId: string, id: string) =>
      userResource(await directoryUser(database, organizationId, id), base());

    on('GET', '/Users', async (request) => {
      const { organizationId } = directoryOf(request);
      const found = await directoryUsers(database, organizationId);
      await note(request, 'scim.read', { users: found.length });
      return listResponse(
        found.map((user) => userResource(user, base())),
        queryOf(request),
      );
    });

    on('GET', '/Users/:id', async (request) => {
      const { organizationId } = directoryOf(request);
      const found = await resourceOf(organizationId, request.params.id);
      await note(request, 'scim.read', { userId: found.id });
      return shown(found, request.query);
    });

    on('POST', '/Users', async (request, reply) => {
      const { organizationId } = directoryOf(request);
      const user = readUser(request.body);
      const { userId } = await change(request, (tx) =>
        createDirectoryUser(tx, organizationId, user, now()),
      );
      const resource = await resourceOf(organizationId, userId);
      return reply.status(201).header('location', resource.meta.location).send(resource);
    });

    on('PUT', '/Users/:id', async (request) => {
      const { organizationId } = directoryOf(request);
      const { id } = request.params;
      const user = readUser(request.body);
      await change(request, (tx) => replaceDirectoryUser(tx, organizationId, id, user, now()));
      return resourceOf(organizationId, id);
    });

    on('PATCH', '/Users/:id', async (request) => {
      const { organizationId } = directoryOf(request);
      const { id } = request.params;
      const before = await resourceOf(organizationId, id);
      const user = readUser(patched(before, request.body));
      await change(request, (tx) => replaceDirectoryUser(tx, organizationId, id, user, now()));
      return resourceOf(organizationId, id);
    });

    on('DELETE', '/Users/:id', async (request, reply) => {
      const { organizationId } = directoryOf(request);
      await change(request, (tx) =>
        deleteDirectoryUser(tx, organizationId, request.params.id, now()),
      );
      return reply.status(204).send();
    });
  }

  function groups(on: Answering): void {
    const resourceOf = async (organizationId: string, id: string) =>
      groupResource(await directoryGroup(database, organizationId, id), base());

    on('GET', '/Groups', async (request) => {
      const { organizationId } = directoryOf(request);
      const found = await directoryGroups(database, organizationId);
      await note(request, 'scim.read', { groups: found.length });
      return listResponse(
        found.map((group) => groupResource(group, base())),
        queryOf(request),
      );
    });

    on('GET', '/Groups/:id', async (request) => {
      const { organizationId } = directoryOf(request);
      const found = await resourceOf(organizationId, request.params.id);
      await note(request, 'scim.read', { groupId: found.id });
      return shown(found, request.query);
    });

    on('POST', '/Groups', async (request, reply) => {
      const { organizationId } = directoryOf(request);
      const group = readGroup(request.body);
      const { groupId } = await changeGroup(request, (tx) =>
        keepGroup(tx, organizationId, { id: null, group }, now()),
      );
      const resource = await resourceOf(organizationId, groupId);
      return reply.status(201).header('location', resource.meta.location).send(resource);
    });

    on('PUT', '/Groups/:id', async (request) => {
      const { organizationId } = directoryOf(request);
      const { id } = request.params;
      const group = readGroup(request.body);
      await changeGroup(request, (tx) => keepGroup(tx, organizationId, { id, group }, now()));
      return resourceOf(organizationId, id);
    });

    on('PATCH', '/Groups/:id', async (request) => {
      const { organizationId } = directoryOf(request);
      const { id } = request.params;
      const before = await resourceOf(organizationId, id);
      const group = readGroup(patched(before, request.body));
      await changeGroup(request, (tx) => keepGroup(tx, organizationId, { id, group }, now()));
      return resourceOf(organizationId, id);
    });

    on('DELETE', '/Groups/:id', async (request, reply) => {
      const { organizationId } = directoryOf(request);
      await changeGroup(request, (tx) => deleteGroup(tx, organizationId, request.params.id));
      return reply.status(204).send();
    });
  }

  const change = (request: FastifyRequest, write: (tx: Tx) => Promise<UserChange>) =>
    inTransaction(database, async (tx) => {
      const done = await write(tx);
      const { userId, what, ended } = done;
      await noteIn(tx, request, 'scim.user_changed', { userId, what, ended });
      await noteMoved(tx, request, done.moved);
      return done;
    });

  const changeGroup = (request: FastifyRequest, write: (tx: Tx) => Promise<GroupChange>) =>
    inTransaction(database, async (tx) => {
      const done = await write(tx);
      const { groupId, what, members } = done;
      await noteIn(tx, request, 'scim.group_changed', { groupId, what, members });
      await noteMoved(tx, request, done.moved);
      return done;
    });

  async function noteMoved(tx: Tx, request: FastifyRequest, moved: readonly MovedRoles[]) {
    for (const { userId, given, taken } of moved) {
      const subject = { userId, given: given.join(' '), taken: taken.join(' ') };
      await noteIn(tx, request, 'single_sign_on.roles_moved', subject);
    }
  }

  const note = (request: FastifyRequest, action: Action, subject: AuditSubject) =>
    inTransaction(database, (tx) => noteIn(tx, request, action, subject));

  /** The directory acts by its token, as an application by its key. */
  async function noteIn(tx: Tx, request: FastifyRequest, action: Action, subject: AuditSubject) {
    const { organizationId, tokenId } = directoryOf(request);
    const keys = await keyring.of(organizationId);
    const actor = { actor: tokenId, actorKind: 'key' as const };
    await appendAudit(tx, keys, { ...actor, action, subject, address: request.ip }, now());
  }
}

/** Numbers that cannot be read count as not sent (RFC 7644, 3.4.2.4). */
function queryOf({ query }: FastifyRequest<One>) {
  const number = (word: string | undefined) =>
    word !== undefined && /^-?\d{1,9}$/.test(word) ? Number(word) : null;
  const startIndex = number(query['startIndex']);
  const count = number(query['count']);
  const { filter, attributes, excludedAttributes } = query;
  return {
    ...(filter !== undefined && { filter }),
    ...(attributes !== undefined && { attributes }),
    ...(excludedAttributes !== undefined && { excludedAttributes }),
    ...(startIndex !== null && { startIndex }),
    ...(count !== null && { count }),
  };
}
