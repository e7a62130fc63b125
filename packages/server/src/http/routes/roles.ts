import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  BUILT_IN_ROLES,
  beyond,
  createRole,
  deleteRole,
  endSessionsFor,
  type ListedUser,
  listUsers,
  ownRoles,
  PERMISSIONS,
  type Permission,
  type Principal,
  type Role,
  type SavedRole,
  setRoles,
  updateRole,
} from '../../access/index.ts';
import { inTransaction } from '../../database/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { roles } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

/** Who works here, what each may do, and the organization's own roles. */
export function roleRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;

  const own = async (viewer: Principal, id: string) => {
    const found = (await ownRoles(database, viewer.organizationId)).find((one) => one.id === id);
    if (!found) throw notFound('role');
    return { ...shownRole(found, viewer), version: found.version };
  };
  const user = async (request: FastifyRequest, id: string) => {
    const all = await listUsers(database, principalOf(request).organizationId, now());
    const found = all.find((one) => one.id === id);
    if (!found) throw notFound('user');
    return found;
  };

  bind(app, 'listRoles', roles.listRoles, async ({ request }) => {
    const viewer = principalOf(request);
    const made = await ownRoles(database, viewer.organizationId);
    return {
      data: [
        ...BUILT_IN_ROLES.map((role) => ({ ...shownRole(role, viewer), version: null })),
        ...made.map((role) => ({ ...shownRole(role, viewer), version: role.version })),
      ],
      permissions: Object.entries(PERMISSIONS).map(([permission, words]) => ({
        permission: permission as Permission,
        words,
      })),
    };
  });

  bind(app, 'createRole', roles.createRole, async ({ body, request, reply }) => {
    const viewer = principalOf(request);
    const id = await inTransaction(database, async (tx) => {
      const done = saved(await createRole(tx, viewer, body));
      await noteIn(tx, services, request, 'role.created', subjectOf(done.id, body));
      return done.id;
    });
    return withEtag(reply, await own(viewer, id));
  });

  bind(app, 'updateRole', roles.updateRole, async ({ params, body, request, reply }) => {
    const viewer = principalOf(request);
    const version = versionOf(request);
    const place = { id: params.id, version };
    const done = await inTransaction(database, async (tx) => {
      const changed = await updateRole(tx, viewer, place, body);
      if (changed.kind === 'stale') return changed;
      await noteIn(tx, services, request, 'role.changed', subjectOf(saved(changed).id, body));
      return changed;
    });
    const current = await own(viewer, params.id);
    if (done.kind === 'stale') throw stale(current, version);
    return withEtag(reply, current);
  });

  bind(app, 'deleteRole', roles.deleteRole, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const done = await deleteRole(tx, principalOf(request).organizationId, params.id);
      if (done === 'unknown') throw notFound('role');
      if (done === 'held') {
        throw new ApiProblem(
          'not_possible_now',
          'Somebody holds this role. Give them another one first.',
        );
      }
      await noteIn(tx, services, request, 'role.deleted', { roleId: params.id });
      return null;
    }),
  );

  bind(app, 'listUsers', roles.listUsers, async ({ request }) => {
    const all = await listUsers(database, principalOf(request).organizationId, now());
    return { data: all.map(shownUser) };
  });

  bind(app, 'setUserRoles', roles.setUserRoles, async ({ params, body, request }) => {
    await inTransaction(database, async (tx) => {
      const done = await setRoles(tx, principalOf(request), params.id, body.roles);
      if (done.kind === 'unknown') throw notFound('user');
      if (done.kind === 'refused') {
        const errors = [{ pointer: '/roles', detail: done.sentence }];
        throw new ApiProblem('not_possible_now', done.sentence, errors);
      }
      const { given, taken } = done;
      const subject = { userId: params.id, given: given.join(' '), taken: taken.join(' ') };
      await noteIn(tx, services, request, 'user.roles_changed', subject);
    });
    return shownUser(await user(request, params.id));
  });

  bind(app, 'endUserSessions', roles.endUserSessions, async ({ params: { id }, request }) =>
    inTransaction(database, async (tx) => {
      const done = await endSessionsFor(tx, principalOf(request), id, now());
      if (done.kind === 'unknown') throw notFound('user');
      if (done.kind === 'refused') throw new ApiProblem('not_possible_now', done.sentence);
      const { ended } = done;
      await noteIn(tx, services, request, 'user.sessions_ended', { userId: id, ended });
      return { ended };
    }),
  );
}

function saved(done: SavedRole): Extract<SavedRole, { kind: 'saved' }> {
  if (done.kind === 'saved') return done;
  if (done.kind !== 'refused') throw notFound('role');
  const errors = [{ pointer: `/${done.field}`, detail: done.sentence }];
  throw new ApiProblem('invalid_content', done.sentence, errors);
}

const subjectOf = (
  roleId: string,
  { permissions, highestClass }: Pick<Role, 'permissions' | 'highestClass'>,
) => ({ roleId, permissions: permissions.join(' '), highestClass });

function shownRole(role: Role, viewer: Principal) {
  const { id, name, summary, permissions, highestClass } = role;
  return {
    ...{ id, name, summary, permissions, highestClass },
    builtIn: summary !== '',
    givable: viewer.breakGlassId === null && beyond(viewer, role).length === 0,
  };
}

function shownUser({ lastSeenAt, lockedUntil, ...user }: ListedUser) {
  return {
    ...user,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    lockedUntil: lockedUntil?.toISOString() ?? null,
  };
}
