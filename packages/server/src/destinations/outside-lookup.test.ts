import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOutside, outsideLookup, relayLookup } from './outside-lookup.ts';

let port = 0;
let taken = 0;
const server = createServer((socket) => {
  taken += 1;
  socket.end();
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => void server.close());

const dial = async (lookup: typeof relayLookup) => {
  const socket = connect({ host: 'localhost', port, family: 4, lookup });
  const failed = await once(socket, 'connect').then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code,
  );
  socket.destroy();
  return failed;
};

describe('a connection to a place that people set', () => {
  it('is not made to a name that leads to a neighbour, and no packet goes there', async () => {
    const before = taken;
    expect(await dial(outsideLookup(false))).toBe('NOT_OUTSIDE');
    expect(taken).toBe(before);
  });

  it('is made there where whoever runs the installation allows it, and to an own mail server', async () => {
    expect(await dial(outsideLookup(true))).toBe(null);
    expect(await dial(relayLookup)).toBe(null);
  });

  it.each([
    '127.0.0.1',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '169.254.169.254',
    '0.0.0.0',
    '10.0.0.1',
    'LocalHost',
    'a.localhost.',
  ])('is not made to %s: an address in figures, or this machine', (host) => {
    expect(() => checkOutside(host, false)).toThrow(/lies in the private network/);
    expect(() => checkOutside(host, true)).not.toThrow();
  });

  it.each(['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://①②⑦.⓪.⓪.①/'])(
    'is not fooled by %s, which a URL reads as 127.0.0.1',
    (url) => {
      expect(() => checkOutside(new URL(url).hostname, false)).toThrow(/private network/);
    },
  );
});
