import { once } from 'node:events';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Conversation, converse } from '../../../../tests/returns/deliver.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import {
  type SendingWorld,
  sendingWorld,
  silent,
} from '../../../../tests/support/sending-world.ts';
import { issueCertificate } from '../delivery/sandbox-authority.ts';
import {
  listReturnedMail,
  openReturnedMail,
  type ReturnsListener,
  startReturnsListener,
} from './index.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { KEPT_BYTES } from './read-head.ts';

const NAME = 'bounces.mail.example.org';
const TO = `postmaster@${NAME}`;
const HOUR = 3_600_000;
const PATIENT: Patience = { idle: HOUR, visit: HOUR, stretch: HOUR, bytes: 1 };

let db: TestDatabase;
let world: SendingWorld;
const open: ReturnsListener[] = [];
const talks: Conversation[] = [];

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const { socket } of talks.splice(0)) socket.destroy();
  for (const listener of open.splice(0)) await listener.close();
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

async function visit(patience: Patience): Promise<Conversation> {
  const { certificate, key } = await issueCertificate(new Date(), NAME);
  const { database, keyring } = world;
  const deps = { database, keyring, log: silent, now: () => new Date() };
  const options = { host: '127.0.0.1', port: 0, name: NAME, key, certificate, patience };
  const listener = await startReturnsListener(deps, options);
  open.push(listener);
  const talk = await converse(listener.port);
  talks.push(talk);
  return talk;
}

const returned = () =>
  listReturnedMail(world.database, world.keys, { class: null, limit: 100, cursor: null }).then(
    (page) => (page.kind === 'page' ? page.returns : []),
  );

async function toData(talk: Conversation): Promise<void> {
  for (const line of ['EHLO peer.example.net', 'MAIL FROM:<>', `RCPT TO:<${TO}>`]) {
    expect((await talk.say(line)).code).toBe(250);
  }
  expect((await talk.say('DATA')).code).toBe(354);
}

/** Says it a bit at a time for as long as somebody listens. */
function drip(talk: Conversation, bit: string): Promise<unknown> {
  const timer = setInterval(() => talk.socket.write(bit), 10);
  return once(talk.socket, 'close').finally(() => clearInterval(timer));
}

describe('who takes long', () => {
  it('is given what RFC 5321 section 4.5.3.2 asks for, and not for ever', () => {
    const minute = 60_000;
    expect(PATIENCE.idle).toBeGreaterThanOrEqual(5 * minute);
    expect(PATIENCE.stretch).toBeGreaterThanOrEqual(3 * minute);
    expect(PATIENCE.visit).toBe(15 * minute);
  });

  it('is sent away when the time of a visit is over, however busy it is', async () => {
    const talk = await visit({ ...PATIENT, visit: 300 });
    await talk.say('EHLO peer.example.net');
    const gone = drip(talk, 'N');
    expect(await talk.heard()).toEqual({
      code: 421,
      text: '421 4.4.2 This visit has lasted too long; come again.',
    });
    await gone;
  });

  it('is sent away in the middle of a message too, and nothing is recorded of it', async () => {
    const talk = await visit({ ...PATIENT, visit: 600 });
    await toData(talk);
    const gone = drip(talk, 'Subject: slow\r\n');
    expect((await talk.heard()).text).toMatch(/^421 4\.4\.2 This visit has lasted too long/);
    await gone;
    expect(await returned()).toEqual([]);
  });

  it('is sent away when a message comes too slowly, and nothing is recorded of it', async () => {
    const talk = await visit({ ...PATIENT, stretch: 200, bytes: 10_000 });
    await toData(talk);
    const gone = drip(talk, 'x');
    expect(await talk.heard()).toEqual({
      code: 421,
      text: '421 4.4.2 The message comes too slowly; come again.',
    });
    await gone;
    expect(await returned()).toEqual([]);
  });

  it('is cut off in the middle of a TLS handshake that does not end', async () => {
    const talk = await visit({ ...PATIENT, visit: 300 });
    await talk.say('EHLO peer.example.net');
    expect((await talk.say('STARTTLS')).code).toBe(220);
    // nothing can be said there
    expect((await talk.heard()).code).toBe(0);
    expect(talk.socket.destroyed).toBe(true);
  });
});

describe('mail in format=flowed (RFC 3676)', () => {
  const HEAD =
    'From: isp@isp.example.net\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8; format=flowed; DelSp=yes\r\n\r\n';
  const REPORT =
    '\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; x@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n';

  /** Once, and of no more than what is kept, nor of more lines than are read. */
  function expectLittleRead(calls: readonly (readonly [unknown])[]): void {
    expect(calls).toHaveLength(1);
    const [[source] = [null]] = calls;
    if (!(source instanceof Uint8Array)) throw new Error('Expected bytes.');
    expect(source.length).toBeLessThanOrEqual(KEPT_BYTES);
    expect(source.filter((byte) => byte === 0x0a).length).toBeLessThanOrEqual(10_000);
  }

  it.each([
    ['one paragraph without an end', '> > > soft \r\n'],
    ['spaces alone', '  \r\n'],
    ['signatures alone', '-- \r\n'],
    ['empty lines alone', '\r\n'],
  ])('of 8 MB is kept by its head and shown; no more of it is read: %s', async (_name, line) => {
    const parse = vi.spyOn(PostalMime.prototype, 'parse');
    const body = line.repeat(Math.ceil((8 * 1024 * 1024) / line.length));
    const before = await returned();
    const talk = await visit(PATIENT);
    await toData(talk);
    talk.socket.write(`${HEAD}${body}${REPORT}.\r\n`);
    expect((await talk.heard()).code).toBe(250);
    expectLittleRead(parse.mock.calls);
    const [shown, ...rest] = await returned();
    expect(rest).toHaveLength(before.length);
    // the report lies behind what is read
    expect(shown).toMatchObject({ class: 'unknown', person: null, acted: [] });
    expect(shown?.size).toBeGreaterThan(8 * 1024 * 1024);
    const opened = await openReturnedMail(world.database, world.keys, shown?.id ?? '');
    expect(opened).toMatchObject({ whole: false, size: shown?.size });
    expect(opened?.source).toBe(`${HEAD}${body}`.slice(0, KEPT_BYTES));
  });

  it('of 50 MB is refused, kept by its head and shown; no more of it is read', async () => {
    const parse = vi.spyOn(PostalMime.prototype, 'parse');
    const talk = await visit(PATIENT);
    await toData(talk);
    talk.socket.write(HEAD);
    const answer = talk.heard();
    const seen = { refused: false };
    void answer.then(() => {
      seen.refused = true;
    });
    const lines = '> > > hostile \r\n'.repeat(65_536);
    for (let sent = 0; sent < 50 && !seen.refused && !talk.socket.destroyed; sent += 1) {
      await new Promise<void>((resolve) => talk.socket.write(lines, () => resolve()));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await answer).text).toMatch(/^552 5\.3\.4 /);
    expectLittleRead(parse.mock.calls);
    const [shown] = await returned();
    expect(shown).toMatchObject({ class: 'unknown', reason: expect.stringContaining('too large') });
    const opened = await openReturnedMail(world.database, world.keys, shown?.id ?? '');
    expect(opened?.whole).toBe(false);
    expect(opened?.source).toHaveLength(KEPT_BYTES);
  });
});
