import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rolesOf } from '../../access/index.ts';
import {
  APPLICATIONS,
  type Application,
  beyondApplication,
  createApplication,
  DEFAULT_LIMITS,
  endApplication,
  type Gatekeeper,
  KEY_DAYS,
  letRunOut,
  listApplications,
  makeKey,
  rateLimits,
  release,
  revokeKey,
  type SavedApplication,
  setRateLimits,
  updateApplication,
  useOfDay,
} from '../../applications/index.ts';
import { inTransaction, type Tx } from '../../database/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { applications } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { madeKey, shownKey } from '../shown-key.ts';
import { signedSessionRoutes } from './signed-sessions.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Programs that are let in: what each may do, its keys, its use. */
export function applicationRoutes(
  app: FastifyInstance,
  services: Services,
  gatekeeper: Gatekeeper,
): void {
  const { database, keyring, now } = services;
  signedSessionRoutes(app, services, gatekeeper);

  const one = async (request: FastifyRequest, id: string) => {
    const all = await listApplications(database, principalOf(request).organizationId, now());
    const found = all.find((application) => application.id === id);
    if (!found) throw notFound('application');
    return shownApplication(found);
  };

  /** Refuses the keys of an application that may do more than the caller. */
  const within = async (tx: Tx, request: FastifyRequest, id: string) => {
    const beyond = await beyondApplication(tx, principalOf(request), id);
    if (beyond !== null) throw new ApiProblem('not_possible_now', beyond);
  };

  bind(app, 'listApplications', applications.listApplications, async ({ request }) => {
    await gatekeeper.tellNow();
    const all = await listApplications(database, principalOf(request).organizationId, now());
    return { data: all.map(shownApplication) };
  });

  bind(app, 'createApplication', applications.createApplication, async (call) => {
    const { body, request, reply } = call;
    const draft = { ...body, publicKeys: body.publicKeys ?? null };
    const id = await inTransaction(database, async (tx) => {
      const done = saved(await createApplication(tx, principalOf(request), draft, now()));
      await noteIn(tx, services, request, 'application.created', subjectOf(done.id, body));
      return done.id;
    });
    return withEtag(reply, await one(request, id));
  });

  bind(app, 'updateApplication', applications.updateApplication, async (call) => {
    const { params, body, request, reply } = call;
    const version = versionOf(request);
    const draft = { ...body, publicKeys: body.publicKeys ?? null };
    const place = { id: params.id, version };
    const done = await inTransaction(database, async (tx) => {
      const changed = await updateApplication(tx, principalOf(request), place, draft);
      if (changed.kind === 'stale') return changed;
      const subject = subjectOf(saved(changed).id, body);
      await noteIn(tx, services, request, 'application.changed', subject);
      return changed;
    });
    gatekeeper.forget();
    const current = await one(request, params.id);
    if (done.kind === 'stale') throw stale(current, version);
    return withEtag(reply, current);
  });

  bind(app, 'endApplication', applications.endApplication, async ({ params, request }) => {
    await inTransaction(database, async (tx) => {
      const { organizationId } = principalOf(request);
      if (!(await endApplication(tx, organizationId, params.id, now()))) {
        throw notFound('application');
      }
      await noteIn(tx, services, request, 'application.ended', { applicationId: params.id });
    });
    gatekeeper.forget();
    return null;
  });

  bind(app, 'releaseApplication', applications.releaseApplication, async ({ params, request }) => {
    await inTransaction(database, async (tx) => {
      const done = await release(tx, principalOf(request).organizationId, params.id, now());
      if (done === 'unknown') throw notFound('application');
      if (done === 'unrestricted') {
        throw new ApiProblem('not_possible_now', 'It is not restricted.');
      }
      await noteIn(tx, services, request, 'application.released', { applicationId: params.id });
    });
    gatekeeper.forget();
    return one(request, params.id);
  });

  bind(app, 'applicationUse', applications.applicationUse, async ({ params, request }) => {
    await one(request, params.id);
    await gatekeeper.tellNow();
    const { organizationId } = principalOf(request);
    const hours = await useOfDay(database, organizationId, params.id, now());
    return { data: hours.map(({ hour, ...rest }) => ({ hour: hour.toISOString(), ...rest })) };
  });

  bind(app, 'makeApplicationKey', applications.makeApplicationKey, async (call) => {
    const { params, body, request, reply } = call;
    const expiresAt = inDays(now(), body.days);
    const keys = await keyring.of(principalOf(request).organizationId);
    const made = await inTransaction(database, async (tx) => {
      await within(tx, request, params.id);
      const asked = { applicationId: params.id, kind: body.kind, expiresAt };
      const key = madeKey(await makeKey(tx, keys, asked, now()));
      const subject = { applicationId: params.id, keyId: key.id, kind: key.kind };
      await noteIn(tx, services, request, 'application.key_made', subject, keys);
      return key;
    });
    void reply.header('cache-control', 'no-store');
    return shownKey(made);
  });

  bind(app, 'rotateApplicationKey', applications.rotateApplicationKey, async (call) => {
    const { params, body, request, reply } = call;
    const { organizationId } = principalOf(request);
    const place = { organizationId, applicationId: params.id, keyId: params.keyId };
    const keys = await keyring.of(organizationId);
    const at = now();
    const done = await inTransaction(database, async (tx) => {
      await within(tx, request, params.id);
      const old = await letRunOut(tx, place, body.overlapHours, at);
      if (!old) throw notFound('key');
      const asked = { applicationId: params.id, kind: old.kind, expiresAt: inDays(at, body.days) };
      const made = madeKey(await makeKey(tx, keys, asked, at));
      const { overlapHours } = body;
      if (overlapHours === 0) await revokeKey(tx, place, at);
      const subject = {
        applicationId: params.id,
        keyId: params.keyId,
        nextId: made.id,
        overlapHours,
      };
      await noteIn(tx, services, request, 'application.key_rotated', subject, keys);
      return { made, oldUntil: old.until };
    });
    gatekeeper.forget();
    void reply.header('cache-control', 'no-store');
    return { made: shownKey(done.made), oldUntil: done.oldUntil.toISOString() };
  });

  bind(app, 'revokeApplicationKey', applications.revokeApplicationKey, async (call) => {
    const { params, request } = call;
    const { organizationId } = principalOf(request);
    const place = { organizationId, applicationId: params.id, keyId: params.keyId };
    await inTransaction(database, async (tx) => {
      if (!(await revokeKey(tx, place, now()))) throw notFound('key');
      const subject = { applicationId: params.id, keyId: params.keyId };
      await noteIn(tx, services, request, 'application.key_revoked', subject);
    });
    gatekeeper.forget();
    return null;
  });

  bind(app, 'getRateLimits', applications.getRateLimits, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const own = await rateLimits(database, organizationId);
    const shown = (subject: string, name: string, usual: number) => ({
      subject,
      name,
      perMinute: own.get(subject) ?? usual,
      isOwn: own.has(subject),
    });
    const roles = await rolesOf(database, organizationId);
    return {
      data: [
        shown(APPLICATIONS, 'Each application', DEFAULT_LIMITS.application),
        ...roles.map(({ id, name }) => shown(id, name, DEFAULT_LIMITS.person)),
      ],
    };
  });

  bind(app, 'setRateLimits', applications.setRateLimits, async ({ body, request }) => {
    const { organizationId } = principalOf(request);
    const known = new Set([APPLICATIONS, ...(await rolesOf(database, organizationId)).map(idOf)]);
    const unknown = body.data.findIndex(({ subject }) => !known.has(subject));
    if (unknown >= 0) {
      const sentence = 'There is no such role.';
      const errors = [{ pointer: `/data/${unknown}/subject`, detail: sentence }];
      throw new ApiProblem('invalid_content', sentence, errors);
    }
    await inTransaction(database, async (tx) => {
      const limits = new Map(body.data.map((row) => [row.subject, row.perMinute]));
      await setRateLimits(tx, organizationId, limits);
      await noteIn(tx, services, request, 'rate_limits.changed', Object.fromEntries(limits));
    });
    gatekeeper.forget();
    return null;
  });
}

const idOf = ({ id }: { readonly id: string }) => id;

const inDays = (now: Date, days = KEY_DAYS): Date =>
  new Date(now.getTime() + days * DAY_MILLISECONDS);

function saved(done: SavedApplication): Extract<SavedApplication, { kind: 'saved' }> {
  if (done.kind === 'saved') return done;
  if (done.kind !== 'refused') throw notFound('application');
  const errors = [{ pointer: `/${done.field}`, detail: done.sentence }];
  throw new ApiProblem('invalid_content', done.sentence, errors);
}

function subjectOf(
  applicationId: string,
  body: Pick<Application, 'permissions' | 'highestClass' | 'ways'>,
) {
  const { highestClass } = body;
  const [permissions, ways] = [body.permissions.join(' '), body.ways.join(' ')];
  return { applicationId, permissions, highestClass, ways };
}

function shownApplication({ ownerId: _, callsToday, refusedToday, ...application }: Application) {
  return {
    ...application,
    publicKeys: application.publicKeys as { keys: Record<string, unknown>[] } | null,
    createdAt: application.createdAt.toISOString(),
    restrictedAt: application.restrictedAt?.toISOString() ?? null,
    calls: callsToday,
    refused: refusedToday,
    keys: application.keys.map((key) => ({
      ...key,
      createdAt: key.createdAt.toISOString(),
      expiresAt: key.expiresAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    })),
  };
}
