import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionHolds } from '../access/index.ts';
import { callerHolds } from '../applications/index.ts';
import { tokenOf } from './authenticate.ts';
import type { Services } from './services.ts';

const EVERY_MS = 500;
/** A session that ended meanwhile sees no more than so many further looks. */
const LOOKS_PER_CHECK = 10;

/**
 * Server-sent events: `look` is asked twice a second, each answer that differs from the one before
 * is sent. The stream ends with the answer for which `ended` holds, when the client goes, and when
 * the session or key that opened it does.
 */
export function eventStream<T>(
  { database, now }: Services,
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
    const { caller } = request;
    const token = tokenOf(request).token ?? '';
    const holds = () =>
      caller ? callerHolds(database, caller, now()) : sessionHolds(database, token, now());
    for (let looks = 1; !gone.signal.aborted; looks += 1) {
      if (looks % LOOKS_PER_CHECK === 0 && !(await holds())) return;
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
