import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ScriptedPeer,
  type ScriptedSmtp,
  startScriptedSmtp,
} from '../../../../tests/support/scripted-smtp.ts';
import { type IssuedCertificate, issueCertificate } from '../delivery/sandbox-authority.ts';
import { extensionsOf } from './extensions.ts';
import { openSession, type SmtpServer, type SmtpSession, type WireMessage } from './index.ts';
import { sessionOn } from './session-on.ts';
import { Wire } from './wire.ts';

const TAKEN = '250 2.0.0 taken';
const CHUNKS = ['PIPELINING', 'CHUNKING', '8BITMIME'];

const TERMS = {
  host: 'mx.test',
  address: '127.0.0.1',
  tls: 'starttls',
  trust: { kind: 'required', as: 'private_authority' },
  login: null,
  name: 'sender.test',
} as const;

let issued: IssuedCertificate;
let server: ScriptedSmtp | undefined;
let session: SmtpSession | undefined;
const waiting: (() => void)[] = [];

beforeAll(async () => {
  issued = await issueCertificate(new Date(), 'mx.test');
});

afterEach(async () => {
  session?.quit();
  for (const go of waiting.splice(0)) go();
  await server?.close();
  server = undefined;
  session = undefined;
});

/** Opens a session to a server of this script. */
async function open(
  script: (peer: ScriptedPeer) => Promise<void>,
  over: Partial<SmtpServer> = {},
): Promise<SmtpSession> {
  server = await startScriptedSmtp(issued, script);
  const { port } = server;
  const opened = await openSession({ ...TERMS, port, authority: issued.authority, ...over });
  if ('kind' in opened) throw new Error(JSON.stringify(opened.fault));
  session = opened;
  return opened;
}

const BODY = 'Subject: a\r\n\r\n.one\r\ntwo\r\n';
const message: WireMessage = {
  from: 'bounce@example.org',
  to: 'alice@example.net',
  source: [Buffer.from(BODY.slice(0, 8)), Buffer.from(BODY.slice(8))],
};
const yes = () => true;

/** MAIL, RCPT and the chunk, all taken. */
async function takeChunk(peer: ScriptedPeer): Promise<void> {
  await peer.expect(/^MAIL FROM:<bounce@example.org>/);
  await peer.expect(/^RCPT TO:<alice@example.net>$/);
  expect((await peer.chunk()).toString()).toBe(BODY);
  peer.say('250 sender ok', '250 recipient ok', '250 chunk ok');
}

/** MAIL, RCPT and DATA up to 354. */
async function takeEnvelope(peer: ScriptedPeer): Promise<void> {
  await peer.expect(/^MAIL /);
  await peer.expect(/^RCPT /);
  await peer.expect(/^DATA$/);
  peer.say('250 ok', '250 ok', '354 go on');
}

async function takeLast(peer: ScriptedPeer): Promise<void> {
  await peer.expect(/^BDAT 0 LAST$/);
  peer.say(TAKEN);
}

describe('a message in chunks', () => {
  it('is asked about when all but its end was taken, and ended then', async () => {
    let taken = false;
    const session = await open(async (peer) => {
      await peer.open(...CHUNKS);
      await takeChunk(peer);
      taken = true;
      await takeLast(peer);
    });
    let asked = 0;
    const outcome = await session.send(message, () => {
      asked++;
      expect(taken).toBe(true);
      expect(server?.heard).not.toContain('BDAT 0 LAST');
      return true;
    });
    expect(outcome).toEqual({
      kind: 'answered',
      at: 'DATA',
      reply: { code: 250, enhanced: '2.0.0', text: '2.0.0 taken' },
    });
    expect(asked).toBe(1);
  });

  it('follows another on the same connection', async () => {
    const goodbye = Promise.withResolvers<string>();
    const session = await open(async (peer) => {
      await peer.open(...CHUNKS);
      for (let i = 0; i < 3; i++) {
        await takeChunk(peer);
        await takeLast(peer);
      }
      goodbye.resolve(await peer.line());
    });
    for (let i = 0; i < 3; i++) {
      expect(await session.send(message, async () => true)).toMatchObject({ kind: 'answered' });
      expect(session.alive()).toBe(true);
    }
    session.quit();
    expect(session.alive()).toBe(false);
    expect(await goodbye.promise).toBe('QUIT');
    expect(await session.send(message, yes)).toMatchObject({ kind: 'broken' });
  });

  it('goes command by command to a server without PIPELINING', async () => {
    const session = await open(async (peer) => {
      await peer.open('CHUNKING');
      await peer.expect(/^MAIL /);
      peer.say('250 ok');
      await peer.expect(/^RCPT /);
      peer.say('250 ok');
      await peer.chunk();
      peer.say('250 ok');
      await takeLast(peer);
    });
    expect(await session.send(message, yes)).toMatchObject({
      kind: 'answered',
      reply: { code: 250 },
    });
  });

  it('is withdrawn by no, by an exception and by a rejection, and RSET makes room for the next', async () => {
    const session = await open(async (peer) => {
      await peer.open(...CHUNKS);
      for (let i = 0; i < 3; i++) {
        await takeChunk(peer);
        await peer.expect(/^RSET$/);
        peer.say('250 forgotten');
      }
      await takeChunk(peer);
      await takeLast(peer);
    });
    const noes = [
      () => false,
      () => {
        throw new Error('journal');
      },
      () => Promise.reject(new Error('journal')),
    ];
    for (const no of noes) {
      expect(await session.send(message, no)).toEqual({ kind: 'withdrawn' });
      expect(session.alive()).toBe(true);
    }
    expect(await session.send(message, yes)).toMatchObject({ kind: 'answered' });
    expect(server?.heard.filter((line) => line === 'BDAT 0 LAST')).toHaveLength(1);
  });

  it('is not thrown after a recipient who may be refused when it is large', async () => {
    const session = await open(async (peer) => {
      await peer.open(...CHUNKS);
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      peer.say('250 ok', '550 5.1.1 nobody');
      await peer.expect(/^RSET$/);
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      peer.say('250 ok', '250 ok', '250 ok');
      expect(await peer.chunk()).toEqual(large);
      peer.say('250 ok');
      await takeLast(peer);
    });
    const large = Buffer.alloc(3_000_000, 'abcdefgh\r\n');
    const big = { ...message, source: [large] };
    expect(await session.send(big, yes)).toMatchObject({ at: 'RCPT', reply: { code: 550 } });
    expect(await session.send(big, yes)).toMatchObject({ at: 'DATA', reply: { code: 250 } });
  });
});

it('a chunk may be answered before the system says that it has gone out', async () => {
  server = await startScriptedSmtp(null, async (peer) => {
    peer.say('220 scripted.test');
    await takeChunk(peer);
    await takeLast(peer);
  });
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const write = socket._writev?.bind(socket);
  if (write === undefined) throw new Error('A socket of Node has _writev.');
  socket._writev = (chunks, callback) => write(chunks, () => setTimeout(() => callback(), 50));
  const wire = new Wire(socket, 1_000);
  await wire.ask(null);
  const lines = ['test', ...CHUNKS];
  const terms = { ...TERMS, port: server.port, authority: null };
  session = sessionOn(wire, terms, null, extensionsOf({ code: 250, lines }));
  expect(await session.send(message, yes)).toMatchObject({ kind: 'answered', at: 'DATA' });
});

describe('a message by DATA', () => {
  it('arrives as it was, a dot before the line that begins with one', async () => {
    let data = '';
    const session = await open(async (peer) => {
      await peer.open('PIPELINING');
      await takeEnvelope(peer);
      data = await peer.data();
      peer.say(TAKEN);
    });
    expect(await session.send(message, async () => true)).toMatchObject({ at: 'DATA' });
    expect(data).toBe('Subject: a\r\n\r\n..one\r\ntwo\r\n');
  });

  it('goes command by command to a server without PIPELINING', async () => {
    const session = await open(async (peer) => {
      await peer.open();
      await peer.expect(/^MAIL /);
      peer.say('250 ok');
      await peer.expect(/^RCPT /);
      peer.say('250 ok');
      await peer.expect(/^DATA$/);
      peer.say('354 go on');
      await peer.data();
      peer.say(TAKEN);
    });
    expect(await session.send(message, yes)).toMatchObject({ at: 'DATA', reply: { code: 250 } });
  });

  it('has its dot only after the question', async () => {
    const answers: string[] = [];
    const session = await open(async (peer) => {
      await peer.open('PIPELINING');
      await takeEnvelope(peer);
      await peer.octets(BODY.length + 1);
      answers.push('body');
      arrived.resolve();
      expect((await peer.octets(3)).toString()).toBe('.\r\n');
      answers.push('dot');
      peer.say(TAKEN);
    });
    const arrived = Promise.withResolvers<void>();
    await session.send(message, async () => {
      await arrived.promise;
      answers.push('asked');
      return true;
    });
    expect(answers).toEqual(['body', 'asked', 'dot']);
  });

  it('is withdrawn by leaving, without the dot', async () => {
    const rest = Promise.withResolvers<string>();
    const session = await open(async (peer) => {
      await peer.open('PIPELINING');
      await takeEnvelope(peer);
      await peer.octets(BODY.length + 1);
      await peer.octets(1).then(
        (octet) => rest.resolve(octet.toString()),
        () => rest.resolve('nothing'),
      );
    });
    expect(await session.send(message, () => false)).toEqual({ kind: 'withdrawn' });
    expect(session.alive()).toBe(false);
    expect(await rest.promise).toBe('nothing');
  });

  it('ends at once, by a lone dot, where 354 came although nobody is to receive it', async () => {
    const session = await open(async (peer) => {
      await peer.open('PIPELINING');
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      await peer.expect(/^DATA$/);
      peer.say('250 ok', '550 5.1.1 nobody', '354 go on');
      await peer.expect(/^\.$/);
      peer.say('554 no valid recipients');
      await peer.expect(/^RSET$/);
      peer.say('250 ok');
      await takeEnvelope(peer);
      await peer.data();
      peer.say(TAKEN);
    });
    const neverAsked = () => {
      throw new Error('asked');
    };
    expect(await session.send(message, neverAsked)).toEqual({
      kind: 'answered',
      at: 'RCPT',
      reply: { code: 550, enhanced: '5.1.1', text: '5.1.1 nobody' },
    });
    expect(session.alive()).toBe(true);
    expect(await session.send(message, yes)).toMatchObject({ reply: { code: 250 } });
  });
});

describe('a refusal', () => {
  const refusing =
    (...replies: string[]) =>
    async (peer: ScriptedPeer) => {
      await peer.open(...CHUNKS);
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      await peer.chunk();
      peer.say(...replies);
      if ((await peer.line()) === 'QUIT') return;
      peer.say('250 forgotten');
      await takeChunk(peer);
      await takeLast(peer);
    };

  it.each([
    [['250 ok', '550 5.1.1 nobody', '503 no recipient'], 'RCPT', 550],
    [['250 ok', '451 4.7.1 later', '503 no recipient'], 'RCPT', 451],
    [['250 ok', '250 ok', '552 5.2.2 full'], 'DATA', 552],
    [['552 5.3.4 too large', '503 no sender', '503 no sender'], 'MAIL', 552],
    [['552 too large', '503 no sender', '503 no sender'], 'MAIL', 552],
    [['553 5.6.7 not international', '503 no sender', '503 no sender'], 'MAIL', 553],
  ])('%j is of this message, and the next follows after RSET', async (replies, at, code) => {
    const session = await open(refusing(...replies));
    expect(await session.send(message, yes)).toMatchObject({
      kind: 'answered',
      at,
      reply: { code },
    });
    expect(session.alive()).toBe(true);
    expect(await session.send(message, yes)).toMatchObject({ at: 'DATA', reply: { code: 250 } });
  });

  it.each([
    [['550 5.7.1 blocked', '503 no sender', '503 no sender'], 'MAIL', 550],
    [['451 4.7.1 later', '503 no sender', '503 no sender'], 'MAIL', 451],
    [['452 4.3.1 full', '503 no sender', '503 no sender'], 'MAIL', 452],
    [['250 ok', '530 5.7.0 sign in', '503 no recipient'], 'RCPT', 530],
    [['250 ok', '250 ok', '502 5.5.1 BDAT is not known'], 'BDAT', 502],
    [['421 4.3.2 closing'], 'MAIL', 421],
    [['250 ok', '421 4.7.0 too many', '503 no recipient'], 'RCPT', 421],
    [['250 ok', '250 ok', '421 4.3.2 closing'], 'BDAT', 421],
  ])('%j is of us', async (replies, command, code) => {
    const session = await open(refusing(...replies));
    expect(await session.send(message, yes)).toMatchObject({
      kind: 'broken',
      fault: { command, reply: { code } },
    });
    expect(session.alive()).toBe(false);
  });

  it.each([
    [['550 no', '250 ok', '250 ok'], 'RCPT'],
    [['552 5.3.4 too large', '250 ok', '250 ok'], 'RCPT'],
    [['354 go on'], 'MAIL'],
    [['250 ok', '354 go on'], 'RCPT'],
    [['250 ok', '250 ok', '354 go on'], 'BDAT'],
    [['250 ok', '250 ok', '250 ok', '250 ok'], 'BDAT'],
    [['250 ok', 'so what'], 'RCPT'],
    [[`250 ${'a'.repeat(10_000)}`], 'MAIL'],
  ])('%j is nonsense', async (replies, command) => {
    const session = await open(refusing(...replies));
    // the answer comes later than all that was said
    const later = () => new Promise<boolean>((resolve) => setTimeout(resolve, 100, true));
    const outcome = await session.send(message, later);
    const said = outcome.kind === 'broken' ? outcome.fault : null;
    expect(said).toMatchObject({ command });
    expect(['EPROTOCOL', 'EREPLY']).toContain(said?.code);
    expect(session.alive()).toBe(false);
  });

  it('2xx to DATA is nonsense', async () => {
    const session = await open(async (peer) => {
      await peer.open('PIPELINING');
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      await peer.expect(/^DATA$/);
      peer.say('250 ok', '250 ok', '250 ok');
    });
    expect(await session.send(message, yes)).toEqual({
      kind: 'broken',
      fault: { code: 'EPROTOCOL', command: 'DATA' },
    });
  });

  it('in the middle of the data is heard', async () => {
    const session = await open(async (peer) => {
      await peer.open('PIPELINING');
      await takeEnvelope(peer);
      await peer.octets(5);
      peer.say('552 5.2.3 enough');
    });
    const slow = () => new Promise<boolean>((resolve) => setTimeout(resolve, 100, true));
    expect(await session.send(message, slow)).toMatchObject({ at: 'DATA', reply: { code: 552 } });
    expect(session.alive()).toBe(false);
  });
});

describe('a connection that ends', () => {
  it('when all was taken and its end is not yet asked for needs no intent', async () => {
    const session = await open(async (peer) => {
      await peer.open(...CHUNKS);
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      await peer.chunk();
      peer.say('250 ok', '250 ok', '250 ok', '421 4.3.2 closing');
    });
    let asked = 0;
    const outcome = await session.send(message, () => {
      asked += 1;
      return true;
    });
    expect({ outcome, asked }).toMatchObject({
      outcome: { kind: 'broken', fault: { code: 'EREPLY', reply: { code: 421 } } },
      asked: 0,
    });
  });

  it.each([['PIPELINING'], ['PIPELINING', 'CHUNKING']])(
    'in the body leaves nothing behind: broken (%j %j)',
    async (...extensions) => {
      const session = await open(async (peer) => {
        await peer.open(...extensions.filter((e) => e !== undefined));
        await peer.expect(/^MAIL /);
        await peer.expect(/^RCPT /);
        if (extensions.length === 1) {
          await peer.expect(/^DATA$/);
          peer.say('250 ok', '250 ok', '354 go on');
        }
        await peer.octets(10);
        peer.cut();
      });
      const slow = () => new Promise<boolean>((resolve) => setTimeout(resolve, 100, true));
      const outcome = await session.send(message, slow);
      expect(outcome).toMatchObject({ kind: 'broken', fault: { code: 'ECONNRESET' } });
      expect(session.alive()).toBe(false);
    },
  );

  it.each(['cut', '250-of many', 'nonsense', '354 go on'])(
    'after the end of the data leaves a doubt (%s)',
    async (what) => {
      for (const extensions of [['PIPELINING'], CHUNKS]) {
        const opened = await open(async (peer) => {
          await peer.open(...extensions);
          if (extensions === CHUNKS) {
            await takeChunk(peer);
            await peer.expect(/^BDAT 0 LAST$/);
          } else {
            await takeEnvelope(peer);
            await peer.data();
          }
          if (what !== 'cut') peer.say(what);
          if (what === '250-of many') await peer.pause(50);
          peer.cut();
        });
        expect(await opened.send(message, yes)).toEqual({ kind: 'doubt' });
        expect(opened.alive()).toBe(false);
        await server?.close();
      }
    },
  );

  it('is told only when the question was answered', async () => {
    const cut = Promise.withResolvers<void>();
    const opened = await open(async (peer) => {
      await peer.open(...CHUNKS);
      await takeChunk(peer);
      await cut.promise;
      peer.cut();
    });
    const order: string[] = [];
    const outcome = await opened
      .send(message, async () => {
        cut.resolve();
        while (opened.alive()) await new Promise((resolve) => setTimeout(resolve, 5));
        order.push('answered');
        return true;
      })
      .finally(() => order.push('told'));
    expect(outcome).toMatchObject({ kind: 'broken' });
    expect(order).toEqual(['answered', 'told']);
  });

  it('with 421 in answer to the data has answered', async () => {
    const opened = await open(async (peer) => {
      await peer.open(...CHUNKS);
      await takeChunk(peer);
      await peer.expect(/^BDAT 0 LAST$/);
      peer.say('421 4.3.0 not now');
    });
    expect(await opened.send(message, yes)).toMatchObject({ at: 'DATA', reply: { code: 421 } });
    expect(opened.alive()).toBe(false);
  });

  it.each(['421 4.4.2 idle for too long', '250 what for', 'nonsense', 'FIN', 'RST'])(
    'or speaks out of turn while nothing is sent is of no more use (%j)',
    async (words) => {
      const go = Promise.withResolvers<void>();
      const opened = await open(async (peer) => {
        await peer.open(...CHUNKS);
        await go.promise;
        if (words === 'FIN') peer.cut();
        else if (words === 'RST') peer.reset();
        else peer.say(words);
      });
      expect(opened.alive()).toBe(true);
      go.resolve();
      while (opened.alive()) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await opened.send(message, yes)).toMatchObject({ kind: 'broken' });
    },
  );
});

describe('a slow server', () => {
  it('may answer octet by octet', async () => {
    const session = await open(async (peer) => {
      await peer.open(...CHUNKS);
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      await peer.chunk();
      for (const octet of '250-sender\r\n250 ok\r\n250 ok\n250 ok\r\n') {
        peer.raw(octet);
        await peer.pause(1);
      }
      await takeLast(peer);
    });
    expect(await session.send(message, yes)).toMatchObject({ reply: { code: 250 } });
  });

  it('may not take longer than the whole message is given', async () => {
    const session = await open(
      async (peer) => {
        await peer.open(...CHUNKS);
        await peer.expect(/^MAIL /);
        for (;;) {
          peer.raw('2');
          await peer.pause(20);
          peer.raw('50-a\r\n');
          await peer.line();
        }
      },
      { deadline: 400 },
    );
    expect(await session.send(message, yes)).toMatchObject({
      kind: 'broken',
      fault: { code: 'ETIMEDOUT', command: 'MAIL' },
    });
  });

  it('that says nothing at all is left', async () => {
    const session = await open(
      async (peer) => {
        await peer.open(...CHUNKS);
        await takeChunk(peer);
        await new Promise<void>((resolve) => waiting.push(resolve));
      },
      { silence: 300 },
    );
    expect(await session.send(message, yes)).toEqual({ kind: 'doubt' });
  });
});

it('what cannot be said to a server is not said', async () => {
  const session = await open(async (peer) => {
    await peer.open(...CHUNKS, 'SIZE 1000');
    await takeChunk(peer);
    await takeLast(peer);
  });
  const to = 'grün@example.net';
  expect(await session.send({ ...message, to }, yes)).toEqual({ kind: 'unfit', why: 'smtputf8' });
  const source = [Buffer.alloc(1001, 'a')];
  expect(await session.send({ ...message, source }, yes)).toEqual({ kind: 'unfit', why: 'size' });
  expect(await session.send(message, yes)).toMatchObject({ reply: { code: 250 } });
  expect(server?.heard.filter((line) => line.startsWith('MAIL'))).toHaveLength(1);
});
