import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';

const EVERY_MS = 500;

/**
 * Server-sent events: `look` is asked twice a second, each answer that differs from the one before
 * is sent, and the stream ends with the answer for which `ended` holds, or when the client goes.
 */
export function eventStream<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  look: () => Promise<T>,
  ended: (answer: T) => boolean,
): FastifyReply {
  const gone = new AbortController();
  request.raw.once('close', () => gone.abort());
  async function* events() {
    let before = '';
    // an EventSource would connect again at the end of the stream; the page closes it itself
    yield 'retry: 3000\n\n';
    while (!gone.signal.aborted) {
      const answer = await look();
      const data = JSON.stringify(answer);
      if (data !== before) yield `data: ${data}\n\n`;
      before = data;
      if (ended(answer)) return;
      await sleep(EVERY_MS);
    }
  }
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .serializer((payload: unknown) => payload as string)
    .send(Readable.from(events()));
}
