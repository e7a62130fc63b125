import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/**
 * What a page may load: itself. No other origin is asked for anything, so that nobody else learns
 * who looks at which patient; a frame may show only our own captured mail.
 */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The product's pages from their build; every address that is not the API's gets the one page. */
export async function pages(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) {
      void reply.header('content-security-policy', POLICY);
    }
    void reply.header('x-content-type-options', 'nosniff');
    void reply.header('referrer-policy', 'no-referrer');
    void reply.header('cross-origin-opener-policy', 'same-origin');
    void reply.header('cross-origin-resource-policy', 'same-origin');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  if (!existsSync(DIST)) return;
  await app.register(fastifyStatic, {
    root: DIST,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // built files carry a hash in their name
      const cache = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      void reply.header('cache-control', cache);
    },
    wildcard: false,
  });
  app.get('/*', async (request, reply) => {
    if (request.url.startsWith('/api/') || /\.\w+$/.test(request.url)) return reply.callNotFound();
    return reply.sendFile('index.html');
  });
}
