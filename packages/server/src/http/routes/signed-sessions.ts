import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type Caller,
  type Gatekeeper,
  makeKey,
  revokeKey,
  SESSION_HOURS,
} from '../../applications/index.ts';
import { inTransaction } from '../../database/index.ts';
import { bind } from '../bind.ts';
import { applications } from '../contract/index.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { madeKey, shownKey } from '../shown-key.ts';

const HOUR_MILLISECONDS = 3_600_000;

/** What an application does for itself: it asks who it is, begins and ends signed sessions. */
export function signedSessionRoutes(
  app: FastifyInstance,
  services: Services,
  gatekeeper: Gatekeeper,
): void {
  const { database, keyring, now } = services;

  bind(app, 'whoAmI', applications.whoAmI, async ({ request }) => {
    const { principal, ways, expiresAt } = callerOf(request);
    const { userId: id, name, permissions, highestClass } = principal;
    return {
      ...{ id, name, highestClass, ways },
      permissions: [...permissions],
      expiresAt: expiresAt.toISOString(),
    };
  });

  bind(app, 'beginSignedSession', applications.beginSignedSession, async (call) => {
    const { body, request, reply } = call;
    const { principal, keyId, ways } = callerOf(request);
    if (!ways.includes('signed')) {
      throw new ApiProblem('way_refused', 'This application does not let itself in by signatures.');
    }
    const { organizationId, userId: applicationId } = principal;
    const keys = await keyring.of(organizationId);
    const hours = body.hours ?? SESSION_HOURS;
    const expiresAt = new Date(now().getTime() + hours * HOUR_MILLISECONDS);
    const made = await inTransaction(database, async (tx) => {
      const asked = { applicationId, kind: 'session', expiresAt, parentId: keyId } as const;
      const key = madeKey(await makeKey(tx, keys, asked, now()));
      const subject = { keyId: key.id, hours };
      await noteIn(tx, services, request, 'application.session_begun', subject, keys);
      return key;
    });
    void reply.header('cache-control', 'no-store');
    return shownKey(made);
  });

  bind(app, 'endSignedSession', applications.endSignedSession, async ({ params, request }) => {
    const { organizationId, userId: applicationId } = callerOf(request).principal;
    await inTransaction(database, async (tx) => {
      const place = { organizationId, applicationId, keyId: params.id };
      if (!(await revokeKey(tx, place, now()))) throw notFound('session');
      await noteIn(tx, services, request, 'application.session_ended', { keyId: params.id });
    });
    gatekeeper.forget();
    return null;
  });
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller) return caller;
  throw new ApiProblem('not_possible_now', 'This is for applications: a person has a session.');
}
