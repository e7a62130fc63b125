import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { bodyPatience } from './patience.ts';

/** What came back of a request whose body never ends, when the connection had ended. */
async function stalled(type: string, milliseconds: number): Promise<string> {
  const app = fastify();
  app.addContentTypeParser('text/slow', (_request, payload, done) => {
    payload.on('error', () => done(new Error('The body broke off.'))).resume();
  });
  bodyPatience(app, milliseconds);
  app.post('/', async () => 'taken');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (part) => {
    answer += part.toString();
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.write(
    `POST / HTTP/1.1\r\nhost: a\r\ncontent-type: ${type}\r\ncontent-length: 9\r\n\r\n{"a"`,
  );
  await closed;
  await app.close();
  return answer;
}

it('a body that never ends holds no connection', async () => {
  expect(await stalled('application/json', 50)).not.toContain('taken');
  expect(await stalled('text/slow', 50)).not.toContain('taken');
});

it('a body that came is waited for no more', async () => {
  const app = fastify();
  bodyPatience(app, 1);
  app.post('/', async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return 'taken';
  });
  const { port } = await app
    .listen({ port: 0, host: '127.0.0.1' })
    .then(() => app.server.address() as AddressInfo);
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
  });
  expect(await answer.text()).toBe('taken');
  await app.close();
});
