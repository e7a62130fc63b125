import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Services } from './services.ts';

/** Tells of each request how its visitor came: as the settings say, else directly or by the proxy before us. */
export function overTls(app: FastifyInstance, { config }: Pick<Services, 'config'>): void {
  const known = config.publicUrl === null ? null : new URL(config.publicUrl);
  app.decorateRequest('overTls', false);
  app.decorateRequest('publicHost', known?.host ?? null);
  app.addHook('onRequest', async (request) => {
    request.overTls = known?.protocol === 'https:' || request.protocol === 'https';
  });
}

/**
 * What a cookie is called: with `__Host-` where the visitor comes by https, so that neither a
 * neighbouring domain nor a page in clear can set it (RFC 6265bis, 4.1.3.2). In clear, as on a laptop,
 * a browser would refuse the name.
 */
export const cookieName = ({ overTls: secure }: FastifyRequest, name: string): string =>
  secure ? `__Host-${name}` : name;

/** Attributes of every cookie of ours; `__Host-` demands the path `/`. */
export const cookieFlags = ({ overTls: secure }: FastifyRequest, path: string) => ({
  path: secure ? '/' : path,
  httpOnly: true,
  sameSite: 'strict' as const,
  secure,
});

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the visitor's browser speaks https, to us or to the proxy before us. */
    overTls: boolean;
    /** The host, with its port, under which the pages are known outside, where that is set. */
    publicHost: string | null;
  }
}
