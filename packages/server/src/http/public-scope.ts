import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../config/index.ts';
import { PUBLIC_POLICY, publicPage } from './public-page.ts';

const BODY_BYTES = 64 * 1024;

export interface PublicScope {
  /** The page that says what became of a request which was not taken, by its status. */
  readonly failed: (status: number) => string;
  /** What the pages may load; nothing, unless it is said. */
  readonly policy?: string;
  /** The longest form. */
  readonly bodyBytes?: number;
}

/** What pages for anybody have in common: small forms, answers that nobody keeps or indexes, errors as pages. */
export function publicScope(
  scope: FastifyInstance,
  log: Logger,
  { failed, policy = PUBLIC_POLICY, bodyBytes = BODY_BYTES }: PublicScope,
): void {
  scope.removeContentTypeParser('application/x-www-form-urlencoded');
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: bodyBytes },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  scope.addHook('onRequest', async (_request, reply) => {
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
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
    return reply.status(status).type('text/html; charset=utf-8').send(failed(status));
  });
}

/** Such a page; `again` says what to do anew. */
export const failedPages =
  (again: string) =>
  (status: number): string => {
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
  };
