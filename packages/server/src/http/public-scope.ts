import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../config/index.ts';
import { PUBLIC_POLICY, publicPage } from './public-page.ts';

const BODY_BYTES = 64 * 1024;

/**
 * What pages for anybody have in common: small forms, answers that nobody keeps or indexes, errors as
 * pages. `again` says what to open again where something failed.
 */
export function publicScope(scope: FastifyInstance, log: Logger, again: string): void {
  scope.removeContentTypeParser('application/x-www-form-urlencoded');
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: BODY_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  scope.addHook('onRequest', async (_request, reply) => {
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PUBLIC_POLICY)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .header('x-robots-tag', 'noindex, noarchive');
  });
  scope.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? ('status' in error ? Number(error.status) : 500);
    const route = request.routeOptions.url ?? 'none';
    if (status >= 500)
      log.error({ requestId: String(request.id), route, error }, 'A request failed');
    return reply.status(status).type('text/html; charset=utf-8').send(failedPage(status, again));
  });
}

/** What is said where a request was not taken. */
export function failedPage(status: number, again: string): string {
  const [title, sentence] =
    status === 429 || status === 503
      ? ['Too many tries at once', `Wait some minutes, then ${again}.`]
      : status < 500
        ? ['That cannot be read', `Please ${again}.`]
        : [
            'Something failed on our side',
            `Nothing was changed. In some minutes, please ${again}.`,
          ];
  return publicPage(title ?? '', `<p>${sentence}</p>`);
}
