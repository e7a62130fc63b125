import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findSession, type Principal, type SessionFacts } from '../access/index.ts';
import type { Gatekeeper } from '../applications/index.ts';
import { admitApplication, requireRoom } from './application-calls.ts';
import { applicationProof } from './application-proof.ts';
import type { RouteShape } from './contract/common.ts';
import { fromElsewhere } from './from-elsewhere.ts';
import { cookieName } from './over-tls.ts';
import { ApiProblem } from './problem.ts';
import type { Services } from './services.ts';

export const COOKIE = 'postern_session';

/** How long it counts that somebody showed who they are, before a sensitive act. */
const PROVED_MINUTES = 5;

/** Sent by a page with what it asks by itself, while nobody uses it. */
const UNUSED = 'x-postern-unused';

/**
 * Before any handler of the API: who asks, and may they? A cookie serves the pages only: a request
 * that changes something must carry `x-postern`, which a page of another site cannot set without
 * our consent, and not come from one as the browser tells it (and the cookie is SameSite=Strict
 * besides).
 */
export function authenticate(
  app: FastifyInstance,
  services: Services,
  gatekeeper: Gatekeeper,
): void {
  app.decorateRequest('principal', null);
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request, reply) => {
    const { shape } = request.routeOptions.config;
    if (!shape) return;
    const { token, byCookie } = tokenOf(request);
    if (request.method !== 'GET' && (byCookie || shape.public) && !request.headers['x-postern']) {
      throw new ApiProblem(
        'cross_site',
        'Requests that change something need the header x-postern.',
      );
    }
    if ((byCookie || shape.public) && request.method !== 'GET' && fromElsewhere(request)) {
      throw new ApiProblem('cross_site', 'Another site had the browser send this.');
    }
    if (shape.public) return;
    const caller = await admitApplication(gatekeeper, request, reply, shape);
    if (caller) {
      requirePermission(shape, caller.principal);
      request.principal = caller.principal;
      return;
    }
    const now = services.now();
    const used = !shape.passive && !request.headers[UNUSED] && !isStream(request);
    const found = token ? await findSession(services.database, token, now, used) : null;
    if (!found) {
      throw new ApiProblem(
        'not_signed_in',
        'Sign in first; a session ends by itself after a while without use, and after 12 hours.',
      );
    }
    const { principal, session } = found;
    if (session.stage === 'enrol' && !shape.enrolling) {
      throw new ApiProblem(
        'second_factor_missing',
        'Set up a passkey or an authenticator app first: a password alone is not enough here.',
      );
    }
    requireRoom(reply, await gatekeeper.take(principal, null), 'person');
    requirePermission(shape, principal);
    requireProved(shape, session, now);
    request.principal = principal;
    request.session = session;
  });
}

/** An open page asks for these again and again by itself. */
const isStream = ({ headers }: FastifyRequest) => headers.accept === 'text/event-stream';

function requireProved(shape: RouteShape, { provedAt }: SessionFacts, now: Date): void {
  if (!shape.reauth || now.getTime() - provedAt.getTime() <= PROVED_MINUTES * 60_000) return;
  throw new ApiProblem(
    'reauthentication_needed',
    `Show again who you are: for this it counts for ${PROVED_MINUTES} minutes.`,
  );
}

function requirePermission({ permission }: RouteShape, { kind, permissions }: Principal): void {
  if (permission === null || permissions.has(permission)) return;
  const whose = kind === 'key' ? 'this application does' : 'your roles do';
  throw new ApiProblem(
    'permission_missing',
    `This needs the permission ${permission}, which ${whose} not have.`,
  );
}

/** The session's token, from the cookie of the pages or as `Authorization: Bearer`. */
export function tokenOf(request: FastifyRequest): { token: string | null; byCookie: boolean } {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, byCookie: false };
  if (applicationProof(request)) return { token: null, byCookie: false };
  return { token: request.cookies[cookieName(request, COOKIE)] ?? null, byCookie: true };
}

/** The signed-in user of a route that is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new ApiProblem('not_signed_in', 'Sign in first.');
  return request.principal;
}

/** The session that a request of a signed-in user came with. */
export function sessionOf(request: FastifyRequest): SessionFacts {
  if (!request.session) throw new ApiProblem('not_signed_in', 'Sign in first.');
  return request.session;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
    session: SessionFacts | null;
  }
}
