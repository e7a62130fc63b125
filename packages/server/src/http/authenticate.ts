import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findSession, type Permission, type Principal } from '../access/index.ts';
import { ApiProblem } from './problem.ts';
import type { Services } from './services.ts';

export const COOKIE = 'postern_session';

/**
 * Before any handler of the API: who asks, and may they? A cookie serves the pages only: a request
 * that changes something must carry `x-postern`, which a page of another site cannot set without
 * our consent (and the cookie is SameSite=Strict besides).
 */
export function authenticate(app: FastifyInstance, services: Services): void {
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request) => {
    const { shape } = request.routeOptions.config;
    if (!shape) return;
    const { token, byCookie } = tokenOf(request);
    if (request.method !== 'GET' && (byCookie || shape.public) && !request.headers['x-postern']) {
      throw new ApiProblem(
        'cross_site',
        'Requests that change something need the header x-postern.',
      );
    }
    if (shape.public) return;
    const principal = token ? await findSession(services.database, token, services.now()) : null;
    if (!principal)
      throw new ApiProblem(
        'not_signed_in',
        'Sign in first; a session ends by itself after an hour without use.',
      );
    if (shape.permission && !principal.permissions.has(shape.permission)) {
      throw permissionMissing(shape.permission);
    }
    request.principal = principal;
  });
}

function permissionMissing(permission: Permission): ApiProblem {
  return new ApiProblem(
    'permission_missing',
    `This needs the permission ${permission}, which your roles do not have.`,
  );
}

/** The session's token, from the cookie of the pages or as `Authorization: Bearer`. */
export function tokenOf(request: FastifyRequest): { token: string | null; byCookie: boolean } {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, byCookie: false };
  return { token: request.cookies[COOKIE] ?? null, byCookie: true };
}

/** The signed-in user of a route that is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new ApiProblem('not_signed_in', 'Sign in first.');
  return request.principal;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
  }
}
