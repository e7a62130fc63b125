import { expect, it } from 'vitest';
import { type ScriptedPeer, startScriptedSmtp } from '../../../../tests/support/scripted-smtp.ts';
import type { Shaper } from '../shaping/index.ts';
import { Pools } from './pools.ts';
import { issueCertificate } from './sandbox-authority.ts';
import type { WayOut } from './way-out.ts';

const NAME = 'mx.example.org';
const shaper: Shaper = {
  limits: () => ({ connections: 1, messagesPerConnection: 100, perSecond: 100 }),
  take: () => ({ kind: 'go' }),
  giveBack() {},
  heard() {},
};
const way = (name: string): WayOut => ({
  kind: 'direct',
  single: false,
  name,
  routeTo: () => expect.unreachable('The way is known.'),
});

async function takeAll(peer: ScriptedPeer): Promise<void> {
  await peer.open();
  while ((await peer.expect(/^(MAIL |QUIT$)/)) !== 'QUIT') {
    peer.say('250 ok');
    await peer.expect(/^RCPT /);
    peer.say('250 ok');
    await peer.expect(/^DATA$/);
    peer.say('354 go on');
    await peer.data();
    peer.say('250 taken');
  }
}

it('connections to one site are counted together, whoever they are for', async () => {
  const issued = await issueCertificate(new Date(), NAME);
  const server = await startScriptedSmtp(issued, takeAll);
  const route = {
    site: NAME,
    servers: [
      {
        host: NAME,
        address: '127.0.0.1',
        port: server.port,
        tls: 'starttls',
        authority: null,
        trust: { kind: 'noted' },
        login: null,
        name: 'out.example.org',
      },
    ],
  } as const;
  const pools = new Pools(undefined, shaper);
  const send = async (name: string, site = NAME) => {
    const pool = pools.of(way(name), { ...route, site }, 'marketing');
    const source = [Buffer.from('Subject: x\r\n\r\nx\r\n')];
    const message = { from: 'care@mail.example.org', to: 'zoe@example.org', source };
    const end = await new Promise((done) => {
      pool.submit({ message: () => message, mayEnd: () => true, done });
    });
    expect(end).toMatchObject({ kind: 'ended', outcome: { reply: { code: 250 } } });
    return pool;
  };
  const one = await send('one organization');
  const elsewhere = await send('one organization', 'mx.example.net');
  expect([one.busy, elsewhere.busy]).toEqual([true, true]);
  const other = await send('another');
  // the only connection of the site went from the one to the other
  expect([one.busy, other.busy, elsewhere.busy]).toEqual([false, true, true]);
  await pools.close();
  await server.close();
});
