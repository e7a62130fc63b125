import type { FastifyInstance } from 'fastify';

/**
 * Refuses, when the server is put together, a route of the API that is not in the contract: it would
 * be open to everybody, since what a route needs is declared there.
 */
export function requireDeclared(app: FastifyInstance): void {
  app.addHook('onRoute', ({ url, config }) => {
    if (!url.startsWith('/api/v1/') || config?.shape) return;
    throw new Error(
      `The route ${url} declares no permission: describe it in http/contract/ and bind it with \`bind\`.`,
    );
  });
}
