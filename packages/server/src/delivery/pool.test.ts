import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ScriptedPeer,
  type ScriptedSmtp,
  startScriptedSmtp,
} from '../../../../tests/support/scripted-smtp.ts';
import { until } from '../../../../tests/support/sending-world.ts';
import type { SmtpServer } from '../smtp/index.ts';
import { type JobEnd, Pool, type PoolLimits } from './pool.ts';
import { type IssuedCertificate, issueCertificate } from './sandbox-authority.ts';
import { SiteConnections } from './site-connections.ts';

const NAME = 'mx.example.org';

let issued: IssuedCertificate;
const servers: ScriptedSmtp[] = [];
const pools: Pool[] = [];

beforeAll(async () => {
  issued = await issueCertificate(new Date(), NAME);
});
afterEach(async () => {
  // a failed test may leave connections that nobody answers
  const closing = Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const server of servers.splice(0)) await server.close();
  await closing;
});

async function start(
  script: (peer: ScriptedPeer, connection: number) => Promise<void>,
): Promise<ScriptedSmtp> {
  const server = await startScriptedSmtp(issued, script);
  servers.push(server);
  return server;
}

const at = (port: number, host = NAME): SmtpServer => ({
  host,
  address: '127.0.0.1',
  port,
  tls: 'starttls',
  servername: NAME,
  authority: issued.authority,
  trust: { kind: 'required', as: 'private_authority' },
  login: null,
  name: 'out.example.org',
});

function poolOf(to: readonly SmtpServer[], limits: Partial<PoolLimits> = {}): Pool {
  const all = { connections: 4, messagesPerConnection: 100, ...limits };
  const pool = new Pool(
    () => to,
    () => all,
  );
  pools.push(pool);
  return pool;
}

/** Hands in a message to a person of this name, and tells how it ended. */
function submit(pool: Pool, name: string): Promise<JobEnd> {
  const source = [Buffer.from('Subject: x\r\n\r\nx\r\n')];
  const message = { from: 'care@mail.example.org', to: `${name}@example.org`, source };
  return new Promise((done) => {
    pool.submit({ message: () => message, mayEnd: () => true, done });
  });
}

const told = (end: JobEnd) => {
  if (end.kind === 'unavailable') return `unavailable ${end.fault.code}`;
  const { outcome } = end;
  return outcome.kind === 'answered' ? `answered ${outcome.reply.code}` : outcome.kind;
};
const many = (pool: Pool, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => submit(pool, `person${i}`)));
const of = (ends: readonly JobEnd[]) => ends.map(told);
const all = (count: number, word: string) => Array.from({ length: count }, () => word);

/** Takes one message by DATA; false when the client says goodbye instead. */
async function take(peer: ScriptedPeer): Promise<boolean> {
  if ((await peer.expect(/^(MAIL |QUIT$)/)) === 'QUIT') return false;
  peer.say('250 ok');
  await peer.expect(/^RCPT /);
  peer.say('250 ok');
  await peer.expect(/^DATA$/);
  peer.say('354 go on');
  await peer.data();
  peer.say('250 taken');
  return true;
}

/** A server like any other; `used` counts the messages of each connection. */
const ordinary =
  (used: number[] = []) =>
  async (peer: ScriptedPeer, connection: number) => {
    await peer.open();
    while (await take(peer)) used[connection] = (used[connection] ?? 0) + 1;
  };

describe('a pool of connections', () => {
  it('opens no more than the limit, and sends all of the messages over them', async () => {
    let now = 0;
    let most = 0;
    const server = await start(async (peer) => {
      now += 1;
      most = Math.max(most, now);
      await peer.open();
      // slow, so that everything waits for a connection
      while (await take(peer)) await peer.pause(5);
    });
    const pool = poolOf([at(server.port)], { connections: 3 });
    expect(of(await many(pool, 20))).toEqual(all(20, 'answered 250'));
    expect(most).toBe(3);
  });

  it('uses a connection again until it has had as many messages as the site likes', async () => {
    const used: number[] = [];
    const server = await start(ordinary(used));
    const pool = poolOf([at(server.port)], { connections: 1, messagesPerConnection: 4 });
    expect(of(await many(pool, 10))).toEqual(all(10, 'answered 250'));
    expect(used).toEqual([4, 4, 2]);
  });

  it('says goodbye to each connection', async () => {
    let byes = 0;
    const server = await start(async (peer) => {
      await peer.open();
      await take(peer);
      await peer.expect(/^QUIT$/);
      byes += 1;
    });
    const pool = poolOf([at(server.port)], { messagesPerConnection: 1, connections: 2 });
    await many(pool, 4);
    await pool.close();
    await until(() => byes === 4);
  });

  it('replaces a connection that its server has ended meanwhile, without failing the message', async () => {
    const ended: number[] = [];
    const server = await start(async (peer, connection) => {
      await peer.open();
      await take(peer);
      if (connection > 0) return;
      peer.say('421 4.4.2 idle for too long');
      peer.cut();
      ended.push(connection);
    });
    const pool = poolOf([at(server.port)], { connections: 1 });
    expect(told(await submit(pool, 'first'))).toBe('answered 250');
    await until(() => ended.length === 1);
    expect(told(await submit(pool, 'second'))).toBe('answered 250');
  });

  it('replaces one that ends just as the next message begins', async () => {
    const server = await start(async (peer, connection) => {
      await peer.open();
      await take(peer);
      if (connection > 0) return;
      await peer.expect(/^MAIL /);
      peer.cut();
    });
    const pool = poolOf([at(server.port)], { connections: 1 });
    expect(of(await many(pool, 2))).toEqual(all(2, 'answered 250'));
  });

  it('does not send again what a new connection broke off', async () => {
    let asked = 0;
    const server = await start(async (peer) => {
      await peer.open();
      await peer.expect(/^MAIL /);
      asked += 1;
      peer.cut();
    });
    expect(told(await submit(poolOf([at(server.port)]), 'only'))).toBe('broken');
    expect(asked).toBe(1);
  });

  it('goes on with fewer connections where a server takes no more', async () => {
    let one = false;
    const server = await start(async (peer) => {
      if (one) {
        peer.say('421 4.7.0 too many connections');
        return;
      }
      one = true;
      // the others are turned away before this one is secured
      await peer.pause(50);
      await ordinary()(peer, 0);
    });
    const pool = poolOf([at(server.port)], { connections: 4 });
    expect(of(await many(pool, 12))).toEqual(all(12, 'answered 250'));
  });

  it('gives what a refused connection was for to one that has nothing to do', async () => {
    let first = true;
    let refuse = () => {};
    const refused = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    const server = await start(async (peer) => {
      if (first) {
        first = false;
        return ordinary()(peer, 0);
      }
      await refused;
      peer.say('421 4.7.0 too many connections');
    });
    const pool = poolOf([at(server.port)], { connections: 2 });
    const one = submit(pool, 'first');
    const other = submit(pool, 'second');
    expect(told(await one)).toBe('answered 250');
    // by now the first connection rests
    refuse();
    expect(told(await other)).toBe('answered 250');
  });

  it('tells everybody who waits when there is no server to be had', async () => {
    const server = await start(async (peer) => {
      peer.say('554 5.7.1 no');
      return Promise.resolve();
    });
    const ends = await many(poolOf([at(server.port)], { connections: 2 }), 9);
    expect(of(ends)).toEqual(all(9, 'unavailable EREPLY'));
    for (const end of ends) {
      expect(end).toMatchObject({ server: { host: NAME }, fault: { reply: { code: 554 } } });
    }
  });

  it('tells so where there is no server at all', async () => {
    expect(await submit(poolOf([]), 'x')).toMatchObject({ kind: 'unavailable', server: null });
  });

  it('works again when the server is back', async () => {
    const server = await start(ordinary());
    const to = [at(1)];
    const pool = poolOf(to);
    expect(told(await submit(pool, 'early'))).toBe('unavailable ECONNREFUSED');
    to[0] = at(server.port);
    expect(told(await submit(pool, 'late'))).toBe('answered 250');
  });

  it('tries the servers in their order', async () => {
    const busy = await start(async (peer) => {
      peer.say('421 4.3.2 later');
      return Promise.resolve();
    });
    const second = await start(ordinary());
    const third = await start(ordinary());
    const servers = [
      at(1, 'mx1.example.org'),
      at(busy.port, 'mx2.example.org'),
      at(second.port, 'mx3.example.org'),
      at(third.port, 'mx4.example.org'),
    ];
    const end = await submit(poolOf(servers), 'x');
    expect(end).toMatchObject({ kind: 'ended', server: { host: 'mx3.example.org' } });
    expect(third.heard).toEqual([]);
  });

  it('does not knock at a closed door for each connection where another is open', async () => {
    let asked = 0;
    const gone = await start(async (peer) => {
      asked += 1;
      peer.cut();
      return Promise.resolve();
    });
    const there = await start(ordinary());
    const servers = [at(gone.port, 'mx1.example.org'), at(there.port, 'mx2.example.org')];
    const pool = poolOf(servers, { connections: 1, messagesPerConnection: 1 });
    for (const end of await many(pool, 3)) {
      expect(end).toMatchObject({ kind: 'ended', server: { host: 'mx2.example.org' } });
    }
    expect(asked).toBe(1);
  });

  it('asks the first again for each connection where it is only busy', async () => {
    let asked = 0;
    const busy = await start(async (peer) => {
      asked += 1;
      peer.say('421 4.3.2 later');
      return Promise.resolve();
    });
    const second = await start(ordinary());
    const servers = [at(busy.port, 'mx1.example.org'), at(second.port, 'mx2.example.org')];
    const pool = poolOf(servers, { connections: 1, messagesPerConnection: 1 });
    expect(of(await many(pool, 3))).toEqual(all(3, 'answered 250'));
    expect(asked).toBe(3);
  });

  it('tells of the last by preference why there is none, whatever was tried last', async () => {
    const unsafe = await startScriptedSmtp(
      await issueCertificate(new Date(), 'other.example.org'),
      (peer) => peer.open(),
    );
    servers.push(unsafe);
    const pool = poolOf([at(1, 'mx1.example.org'), at(unsafe.port, 'mx2.example.org')]);
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(told(await submit(pool, 'x'))).toBe('unavailable ETLS');
    }
  });

  it('never takes one whose certificate is wrong where it is asked for, but the next', async () => {
    const wrong = await startScriptedSmtp(
      await issueCertificate(new Date(), 'other.example.org'),
      (peer) => peer.open(),
    );
    servers.push(wrong);
    const right = await start(ordinary());
    const end = await submit(poolOf([at(wrong.port, 'mx1.example.org'), at(right.port)]), 'x');
    expect(end).toMatchObject({ kind: 'ended', server: { host: NAME } });
  });

  it('passes over who does not go after all, and keeps the connection', async () => {
    const server = await start(ordinary());
    const pool = poolOf([at(server.port)], { connections: 1 });
    let asked = 0;
    const one = submit(pool, 'first');
    pool.submit({
      message() {
        asked += 1;
        return null;
      },
      mayEnd: () => true,
      done: () => expect.unreachable('Nobody is told of one that was not sent.'),
    });
    const other = submit(pool, 'third');
    expect(of(await Promise.all([one, other]))).toEqual(all(2, 'answered 250'));
    expect(asked).toBe(1);
    expect(server.heard.filter((line) => line.startsWith('EHLO'))).toHaveLength(2);
  });

  it('that is closed ends what is under way first', async () => {
    const server = await start(async (peer) => {
      await peer.open();
      await peer.pause(30);
      await take(peer);
    });
    const pool = poolOf([at(server.port)], { connections: 1 });
    const end = submit(pool, 'x');
    expect(pool.busy).toBe(true);
    await pool.close();
    expect(told(await end)).toBe('answered 250');
    expect(pool.busy).toBe(false);
  });
});

describe('pools of one site', () => {
  const sharing = (site: SiteConnections, port: number, urgent = false, connections = 2) => {
    const limits = { connections, messagesPerConnection: 3 };
    const pool = new Pool(
      () => [at(port)],
      () => limits,
      { site, urgent },
    );
    pools.push(pool);
    return pool;
  };

  /** Takes its time, so that connections are wanted. */
  const slowly = (seen: () => void = () => {}) =>
    start(async (peer) => {
      await peer.open();
      while (await take(peer)) {
        seen();
        await peer.pause(5);
      }
    });

  it('have no more connections together than the site likes, and all of them get through', async () => {
    const site = new SiteConnections();
    let most = 0;
    const server = await slowly(() => {
      most = Math.max(most, site.open);
    });
    const four = Array.from({ length: 4 }, () => sharing(site, server.port));
    const ends = await Promise.all(four.map((pool) => many(pool, 8)));
    expect(of(ends.flat())).toEqual(all(32, 'answered 250'));
    expect(most).toBe(2);
  });

  it('end a connection that rests for one that has none', async () => {
    const server = await slowly();
    const site = new SiteConnections();
    const [one, other] = [
      sharing(site, server.port, false, 1),
      sharing(site, server.port, false, 1),
    ];
    if (one === undefined || other === undefined) throw new Error('There are two.');
    expect(told(await submit(one, 'first'))).toBe('answered 250');
    expect(one.busy).toBe(true);
    expect(told(await submit(other, 'second'))).toBe('answered 250');
    expect(one.busy).toBe(false);
    expect(site.open).toBe(1);
  });

  it('always leave one connection to what is urgent', async () => {
    const site = new SiteConnections();
    let waiting = 0;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stuck = await start(async (peer) => {
      await peer.open();
      await peer.expect(/^MAIL /);
      waiting += 1;
      await released;
      peer.cut();
    });
    const quick = await start(ordinary());
    const marketing = many(sharing(site, stuck.port), 2);
    await until(() => waiting === 2);
    const result = submit(sharing(site, quick.port, true), 'result');
    expect(site.open).toBe(3);
    expect(told(await result)).toBe('answered 250');
    release();
    expect(of(await marketing)).toEqual(all(2, 'broken'));
  });

  it('give what is urgent as many as it has work for, though others had them', async () => {
    const site = new SiteConnections();
    const ordinarily = await slowly();
    let now = 0;
    let most = 0;
    const urgently = await start(async (peer) => {
      await peer.open();
      while (await take(peer)) {
        now += 1;
        most = Math.max(most, now);
        await peer.pause(5);
        now -= 1;
      }
    });
    const marketing = many(sharing(site, ordinarily.port), 60);
    await until(() => site.open === 2);
    const urgent = many(sharing(site, urgently.port, true), 30);
    expect(of(await urgent)).toEqual(all(30, 'answered 250'));
    // one that said goodbye may still be counted
    expect(most).toBeGreaterThanOrEqual(2);
    expect(of(await marketing)).toEqual(all(60, 'answered 250'));
  });

  it('that are closed end what waits for a connection too', async () => {
    const server = await slowly();
    const site = new SiteConnections();
    const one = sharing(site, server.port, false, 1);
    const other = sharing(site, server.port, false, 1);
    const ends = Promise.all([many(one, 3), many(other, 3)]);
    await Promise.all([one.close(), other.close()]);
    expect(of((await ends).flat())).toEqual(all(6, 'answered 250'));
    expect(site.open).toBe(0);
  });
});
