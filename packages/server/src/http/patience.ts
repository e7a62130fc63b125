import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { problemBody } from './problem.ts';
import { BARE } from './security-headers.ts';

/**
 * How long a client may take, in milliseconds, so that few slow ones do not hold every connection
 * (CWE-400): for the head of a request 20 seconds, for all of it an hour, which is for files of 2 GiB.
 */
export const PATIENCE = {
  requestTimeout: 3_600_000,
  keepAliveTimeout: 72_000,
  http: { headersTimeout: 20_000, maxHeaderSize: 16_384 },
} as const;

/** Milliseconds for a body that is no file: 4 MiB at most. */
export const BODY_PATIENCE = 60_000;

/** Ends the connection of a client whose body, if it is no file, is not there after so long. */
export function bodyPatience(app: FastifyInstance, milliseconds: number): void {
  const waiting = new WeakMap<object, NodeJS.Timeout>();
  app.addHook('onRequest', async ({ raw, headers, method }) => {
    if (method === 'GET' || method === 'HEAD') return;
    if (headers['content-type']?.startsWith('multipart/form-data')) return;
    const timer = setTimeout(() => raw.destroy(), milliseconds);
    timer.unref();
    waiting.set(raw, timer);
  });
  app.addHook('preValidation', async ({ raw }) => clearTimeout(waiting.get(raw)));
  app.addHook('onResponse', async ({ raw }) => clearTimeout(waiting.get(raw)));
}

/** Answers what is no HTTP, a head that is too large or too slow; nothing of it is repeated or logged. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemBody('invalid_request', 'The request cannot be read.'));
  const head = {
    ...BARE,
    'content-type': 'application/problem+json',
    'content-length': String(body.length),
    connection: 'close',
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 400 Bad Request\r\n${lines.join('')}\r\n${body}`);
}
