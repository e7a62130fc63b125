import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import multipart from '@fastify/multipart';
import fastify, { type FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { formFile } from './form-file.ts';
import { ApiProblem } from './problem.ts';
import { restOfForm } from './rest-of-form.ts';

/** More than the buffers of two sockets hold. */
const MUCH = Buffer.alloc(16 * 1024 ** 2, 'x');

/** What a client that sends all of a large form before it reads is answered. */
async function sendAll(field: string, connection: string): Promise<string> {
  const app = fastify();
  await app.register(multipart);
  restOfForm(app);
  const handler = async (request: FastifyRequest) => {
    for await (const part of (await formFile(request)).source) {
      if (part.length > 0) throw new ApiProblem('invalid_content', 'The file is no text.');
    }
  };
  app.route({ method: 'POST', url: '/', handler });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const before = `--b\r\ncontent-disposition: form-data; name="${field}"; filename="a.csv"\r\n\r\n`;
  const after = '\r\n--b--\r\n';
  const length = before.length + MUCH.length + after.length;
  const head = `host: a\r\nconnection: ${connection}\r\ncontent-type: multipart/form-data; boundary=b`;
  socket.write(`POST / HTTP/1.1\r\n${head}\r\ncontent-length: ${length}\r\n\r\n${before}`);
  socket.write(MUCH);
  const sent = once(socket, 'drain');
  socket.write(after);
  await sent;
  const answer = connection === 'close' ? text(socket) : once(socket, 'data').then(String);
  const got = await answer;
  socket.destroy();
  await app.close();
  return got;
}

it.each(['close', 'keep-alive'])('a form refused half-way is answered (%s)', async (connection) => {
  expect(await sendAll('file', connection)).toContain('The file is no text.');
});

it.each(['close', 'keep-alive'])('so is a form with another field (%s)', async (connection) => {
  expect(await sendAll('other', connection)).toContain('in the field');
});
