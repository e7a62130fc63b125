import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** The product's pages from their build; every address that is not the API's gets the one page. */
export async function pages(app: FastifyInstance): Promise<void> {
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
    // what is asked of a page may end like a file: /audit?action=contact.viewed
    const [path = ''] = request.url.split('?');
    if (path.startsWith('/api/') || /\.\w+$/.test(path)) return reply.callNotFound();
    return reply.sendFile('index.html');
  });
}
