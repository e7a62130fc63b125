import type { FastifyInstance } from 'fastify';
import type { Logger } from '../config/index.ts';

/** One line a request: the route's pattern, never the address itself, which can hold a token. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        requestId: String(request.id),
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'Answered',
    );
  });
}
