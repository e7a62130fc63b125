import { finished } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';

/**
 * Reads what is left of a form that was refused half-way, before it is answered. A browser reads an
 * answer only once it has sent all of its request (an answer that comes sooner is missed, RFC 9112
 * section 9.5), and Node does not read on by itself in a body that something has begun to read.
 */
export function restOfForm(app: FastifyInstance): void {
  app.addHook('onSend', async (request) => {
    const { raw } = request;
    // nobody was to read it: Node throws it away with the answer
    if (!request.isMultipart() || raw.readableFlowing === null || raw.readableEnded) return;
    raw.unpipe().resume();
    // whoever hung up needs no answer
    await finished(raw, { writable: false }).catch(() => {});
  });
}
