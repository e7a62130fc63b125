import { describe, expect, it } from 'vitest';
import type { ServerReply, SessionOutcome, SmtpFault, SmtpServer } from '../smtp/index.ts';
import { type End, endOf, isInsecure } from './end-of.ts';
import type { JobEnd } from './pool.ts';

const server: SmtpServer = {
  host: 'mx.example.org',
  port: 25,
  tls: 'starttls',
  authority: null,
  trust: { kind: 'noted' },
  login: null,
  name: 'out.example.org',
};
const ended = (outcome: SessionOutcome): JobEnd => ({
  kind: 'ended',
  outcome,
  server,
  session: {
    tls: null,
    peer: '127.0.0.1',
    alive: () => false,
    send: () => Promise.resolve(outcome),
    quit() {},
  },
});
const reply = (code: number, enhanced: string | null = null): ServerReply => ({
  code,
  enhanced,
  text: '',
});
const answered = (code: number, enhanced: string | null = null) =>
  ended({ kind: 'answered', at: 'DATA', reply: reply(code, enhanced) });
const broken = (fault: SmtpFault) => ended({ kind: 'broken', fault });
const unavailable = (fault: SmtpFault): JobEnd => ({ kind: 'unavailable', fault, server });

const RELAY = {
  stream: 'marketing',
  single: true,
  deferrals: 0,
  insecure: 0,
  retrySeconds: 60,
} as const;
const DIRECT = { ...RELAY, single: false };
const RESULT = { ...DIRECT, stream: 'transactional' } as const;
const FIRST_WAIT: End = { kind: 'deferred', seconds: 60 };
/** Three attempts take four hours. */
const HOURS_LATER: End = { kind: 'deferred', seconds: 7_200, insecure: true };
/** More than fit into the day that a message is tried for. */
const ALL_DAY = 100;

describe('the end of a message on the wire', () => {
  const refused = (said: string) => ({
    kind: 'failed',
    code: 'rejected',
    reason: `The mail server refused it for good (${said}).`,
  });
  const sender = (code: number) => ({ code: 'EREPLY', command: 'MAIL', reply: reply(code) });
  const noTls = { code: 'ENOSTARTTLS', command: 'STARTTLS' };
  const badTls = { code: 'ETLS', originalCode: 'CERT_HAS_EXPIRED', command: 'STARTTLS' };
  const nobody = { code: 'ECONNREFUSED', command: 'CONN' };

  it.each<[string, JobEnd, Parameters<typeof endOf>[1], unknown]>([
    ['2xx has it', answered(250), DIRECT, { kind: 'accepted' }],
    ['2xx has it, whatever its words', answered(250, '4.0.0'), DIRECT, { kind: 'accepted' }],
    ['4xx asks to come again', answered(451), DIRECT, FIRST_WAIT],
    ['421 does, too', answered(421), DIRECT, FIRST_WAIT],
    ['an odd code is no refusal', answered(699), DIRECT, FIRST_WAIT],
    ['5xx is for good, and says so', answered(550, '5.1.1'), DIRECT, refused('550 5.1.1')],
    ['5xx without its like', answered(554), DIRECT, refused('554')],
    ['4.x.x softens a 5xx', answered(552, '4.2.2'), DIRECT, FIRST_WAIT],
    ['5.x.x hardens a 4xx', answered(450, '5.1.1'), DIRECT, refused('450 5.1.1')],

    ['doubt of marketing stays', ended({ kind: 'doubt' }), RELAY, { kind: 'uncertain' }],
    [
      'doubt of a result: again',
      ended({ kind: 'doubt' }),
      RESULT,
      { ...FIRST_WAIT, doubted: true },
    ],
    ['withdrawn is again, uncounted', ended({ kind: 'withdrawn' }), DIRECT, { kind: 'again' }],

    ['broken before the end: later', broken({ code: 'ECONNRESET' }), RELAY, FIRST_WAIT],
    ['421 to MAIL: later', broken(sender(421)), RELAY, FIRST_WAIT],
    [
      'a relay that does not take us takes nobody',
      broken(sender(550)),
      RELAY,
      { kind: 'unavailable', fault: sender(550) },
    ],
    [
      'nor one that does not take us for now',
      broken(sender(451)),
      RELAY,
      { kind: 'unavailable', fault: sender(451) },
    ],
    ['one of many for now: later', broken(sender(451)), DIRECT, FIRST_WAIT],
    [
      'one of many for good: over',
      broken(sender(550)),
      DIRECT,
      {
        kind: 'failed',
        code: 'sender_refused',
        reason: 'The mail server does not take mail from the sender (550).',
      },
    ],

    ['the relay is not there', unavailable(nobody), RELAY, { kind: 'unavailable', fault: nobody }],
    ['the relay has no TLS', unavailable(noTls), RELAY, { kind: 'unavailable', fault: noTls }],
    ['nobody there: later', unavailable(nobody), DIRECT, FIRST_WAIT],
    ['nobody there, thrice', unavailable(nobody), { ...DIRECT, deferrals: 2 }, 240],
    ['no TLS, once', unavailable(noTls), DIRECT, HOURS_LATER],
    ['no TLS, twice', unavailable(noTls), { ...DIRECT, insecure: 1 }, HOURS_LATER],
    ['no TLS, thrice', unavailable(noTls), { ...DIRECT, insecure: 2 }, { kind: 'insecure' }],
    ['a bad one, thrice', unavailable(badTls), { ...RESULT, insecure: 2 }, { kind: 'insecure' }],
    ['no TLS, once, after much else', unavailable(noTls), { ...RESULT, deferrals: 6 }, HOURS_LATER],
    [
      'something else after no TLS',
      unavailable(nobody),
      { ...DIRECT, deferrals: 2, insecure: 2 },
      240,
    ],
    [
      'a handshake that breaks off is no verdict on TLS',
      unavailable({ code: 'ECONNRESET', command: 'STARTTLS' }),
      { ...DIRECT, deferrals: 2, insecure: 2 },
      240,
    ],
  ])('%s', (_, end, given, meaning) => {
    const expected = typeof meaning === 'number' ? { kind: 'deferred', seconds: meaning } : meaning;
    expect(endOf(end, given)).toEqual(expected);
  });

  it.each([
    ['size', /larger than the mail server takes/],
    ['smtputf8', /letters beyond ASCII.*SMTPUTF8/],
  ] as const)(
    'that cannot be said to the server at all (%s) is over, with a sentence',
    (why, says) => {
      const end = endOf(ended({ kind: 'unfit', why }), DIRECT);
      expect(end).toMatchObject({ kind: 'failed', code: 'not_sendable' });
      expect(end).toHaveProperty('reason', expect.stringMatching(says));
    },
  );

  it.each([
    ['asked to come again', answered(451)],
    ['broke off', broken({ code: 'ECONNRESET' })],
    ['was not there', unavailable(nobody)],
    ['has no TLS', unavailable({ code: 'ENOSTARTTLS' })],
  ])('is given up when the server %s for a whole day', (_, end) => {
    const meaning = endOf(end, { ...RESULT, deferrals: ALL_DAY });
    expect(meaning).toMatchObject({ kind: 'failed', code: 'given_up' });
  });

  it('is uncertain when a result was in doubt again and again for a whole day', () => {
    const meaning = endOf(ended({ kind: 'doubt' }), { ...RESULT, deferrals: ALL_DAY });
    expect(meaning).toEqual({ kind: 'uncertain' });
  });

  it('is waited for by the first wait that is set, doubled each time', () => {
    const waits = [0, 1, 2].map((deferrals) =>
      endOf(answered(451), { ...DIRECT, deferrals, retrySeconds: 3 }),
    );
    expect(waits).toEqual([3, 6, 12].map((seconds) => ({ kind: 'deferred', seconds })));
  });
});

describe('a fault about TLS', () => {
  it.each([
    ['ENOSTARTTLS', true],
    ['ETLS', true],
    ['ECONNREFUSED', false],
    ['ETIMEDOUT', false],
    ['EREPLY', false],
    ['EDNS', false],
  ])('%s: %s', (code, insecure) => {
    expect(isInsecure({ code })).toBe(insecure);
  });
});
