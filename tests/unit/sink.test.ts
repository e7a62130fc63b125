import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as secure } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chance, type Faults, fateOf } from '../support/sink/faults.ts';
import { readLedger } from '../support/sink/ledger.ts';
import { type Sink, startSink } from '../support/sink/sink.ts';

let directory: string;
let file: string;
let sink: Sink;
const clients = new Set<Socket>();

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'postern-sink-'));
  file = join(directory, 'ledger');
  sink = await startSink({ ledger: file });
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  clients.clear();
  await sink.close();
  rmSync(directory, { recursive: true });
});

/** A client that writes what it is told and answers with what came back. */
async function talk(socket: Socket) {
  clients.add(socket);
  let heard = '';
  const state = { ended: false };
  let wake = () => {};
  socket.on('data', (bytes) => {
    heard += bytes.toString();
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    state.ended = true;
    wake();
  });
  const until = async (pattern: RegExp) => {
    while (!pattern.test(heard) && !state.ended) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const said = state.ended && !pattern.test(heard) ? 'ended' : heard;
    heard = '';
    return said;
  };
  return {
    socket,
    until,
    ask: (text: string, pattern: RegExp) => {
      socket.write(text);
      return until(pattern);
    },
  };
}

async function client() {
  const clear = await talk(connect(sink.port, 'localhost'));
  await clear.until(/^220 /);
  const offers = await clear.ask('EHLO me\r\n', /^250 /m);
  if (!offers.includes('STARTTLS')) return { ...clear, offers };
  await clear.ask('STARTTLS\r\n', /^220 /);
  clear.socket.removeAllListeners('data');
  const socket = secure({ socket: clear.socket, servername: 'localhost', ca: sink.authority });
  await new Promise<void>((resolve) => socket.once('secureConnect', resolve));
  const secured = await talk(socket);
  return { ...secured, offers: await secured.ask('EHLO me\r\n', /^250 /m) };
}

const BODY = 'Message-ID: <one@example.org>\r\nSubject: x\r\n\r\nHello\r\n';
const envelope = (to: string) => `MAIL FROM:<us@example.org>\r\nRCPT TO:<${to}>\r\n`;
const taken = () => readLedger(file).map(({ entry, to, messageId }) => [entry, to, messageId]);

describe('the sink', () => {
  it('takes a message by BDAT whose end comes by itself, and has it in the ledger by then', async () => {
    const { ask } = await client();
    const said = await ask(
      `${envelope('a@example.org')}BDAT ${BODY.length}\r\n${BODY}`,
      /bytes\r\n$/,
    );
    expect(said).toBe(`250 2.1.0 ok\r\n250 2.1.5 ok\r\n250 2.0.0 ${BODY.length} bytes\r\n`);
    expect(taken()).toEqual([]);
    expect(await ask('BDAT 0 LAST\r\n', /taken/)).toBe('250 2.0.0 taken\r\n');
    expect(taken()).toEqual([['taken', 'a@example.org', '<one@example.org>']]);
  });

  it.each([1, 2, 3, 5, 7, 1000])('takes DATA and what follows it in pieces of %i', async (size) => {
    const { ask, socket, until } = await client();
    await ask(`${envelope('a@example.org')}DATA\r\n`, /354/);
    const text = `${BODY}..\r\n.\r\nNOOP\r\n`;
    for (let at = 0; at < text.length; at += size) {
      socket.write(text.slice(at, at + size));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(/taken\r\n250 2\.0\.0 ok/);
    expect(taken()).toEqual([['taken', 'a@example.org', '<one@example.org>']]);
  });

  it('gives out a message as its author wrote it', async () => {
    const { ask } = await client();
    const source = sink.sample();
    await ask(`${envelope('a@example.org')}DATA\r\n`, /354/);
    await ask(`${BODY}..\r\n.\r\n`, /taken/);
    expect((await source).toString()).toBe(`${BODY}.\r\n`);
  });

  it('takes nothing in clear, and counts who tries', async () => {
    const clear = await talk(connect(sink.port, 'localhost'));
    await clear.until(/^220 /);
    expect(await clear.ask('MAIL FROM:<us@example.org>\r\n', /\n/)).toMatch(/^530/);
    expect(sink.counters.inClear).toBe(1);
  });

  it('drops the connection in the body, and takes nothing', async () => {
    sink.setFaults({ seed: 1, cutInBody: 1 });
    const { ask } = await client();
    expect(await ask(`${envelope('a@example.org')}BDAT 9\r\nHello`, /never/)).toBe('ended');
    expect(taken()).toEqual([]);
  });

  it.each([
    [{ cutTaken: 1 }, 'cut'],
    [{ cutLost: 1 }, 'lost'],
  ] as const)(
    'with %j drops it instead of the 250, and writes down which it was',
    async (faults, entry) => {
      sink.setFaults({ seed: 1, ...faults });
      const { ask } = await client();
      const whole = `${envelope('a@example.org')}BDAT ${BODY.length} LAST\r\n${BODY}`;
      expect(await ask(whole, /taken/)).toBe('ended');
      expect(taken()).toEqual([[entry, 'a@example.org', '<one@example.org>']]);
    },
  );

  it('refuses somebody for good, and the message with him', async () => {
    sink.setFaults({ seed: 1, refused: 1 });
    const { ask } = await client();
    const said = await ask(`${envelope('a@example.org')}BDAT 3 LAST\r\nabc`, /^503/m);
    expect(said).toMatch(/^250 .*\r\n550 .*\r\n503 /);
    expect(taken()).toEqual([['refused', 'a@example.org', '']]);
  });

  it('hides STARTTLS from those it is told to', async () => {
    sink.setFaults({ seed: 1, stripped: 1 });
    expect((await client()).offers).not.toContain('STARTTLS');
  });

  it('calls back between the ledger and the answer', async () => {
    const { ask } = await client();
    let seen: unknown = null;
    sink.whenTaken(1, () => {
      seen = taken();
      for (const one of clients) one.destroy();
    });
    const whole = `${envelope('a@example.org')}BDAT ${BODY.length} LAST\r\n${BODY}`;
    expect(await ask(whole, /taken/)).toBe('ended');
    expect(seen).toHaveLength(1);
  });
});

describe('faults', () => {
  const faults: Faults = { seed: 7, deferred: 0.03, refused: 0.01, cutTaken: 0.02 };
  const people = Array.from({ length: 20_000 }, (_, index) => `person${index}@example.org`);
  const shareOf = (fate: string, attempt: number) =>
    people.filter((to) => fateOf(faults, to, attempt) === fate).length / people.length;

  it('come in the shares that were asked for', () => {
    expect(shareOf('defer', 1)).toBeCloseTo(0.03, 2);
    expect(shareOf('refuse', 1)).toBeCloseTo(0.01, 2);
    expect(shareOf('cutTaken', 1)).toBeCloseTo(0.02, 2);
  });

  it('refuse the same people at each attempt, and defer others each time', () => {
    const at = (fate: string, attempt: number) =>
      people.filter((to) => fateOf(faults, to, attempt) === fate);
    expect(at('refuse', 1)).toEqual(at('refuse', 2));
    expect(at('defer', 1)).not.toEqual(at('defer', 2));
  });

  it('draw evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const to of people) {
      const tenth = Math.floor(chance(to) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(count / people.length).toBeCloseTo(0.1, 1);
  });
});
