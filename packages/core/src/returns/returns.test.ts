import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classOf,
  isOutOfReach,
  providerOf,
  RETURN_CLASSES,
  type ReturnedMail,
  rateVerdict,
  SOFT_DAYS,
  spamRate,
  tracesIn,
  understand,
} from './index.ts';

const DAY = 86_400_000;
const pair = fc.tuple(
  fc.constantFrom('subject', 'from', 'auto-submitted', 'precedence', 'received', 'x-loop', 'x-any'),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const type = fc.constantFrom(
  'message/delivery-status',
  'message/feedback-report',
  'message/disposition-notification',
  'message/rfc822',
);
const line = fc.constantFrom(
  'Action: failed',
  'Status: 5.1.1',
  'Status: ',
  ': :',
  'Diagnostic-Code: smtp; 550',
  'Feedback-Type: abuse',
  ' folded',
  '',
  '550 5.1.1 user unknown',
  'mailbox full',
);
const content = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2000 }),
  fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\r\n')),
);
const mail: fc.Arbitrary<ReturnedMail> = fc.record({
  nullSender: fc.boolean(),
  headers: fc.array(pair, { maxLength: 8 }),
  text: content,
  parts: fc.array(fc.record({ type, content }), { maxLength: 4 }),
});

describe('what came home', () => {
  it('is understood as something, whatever it holds, and its reason has no address', () => {
    fc.assert(
      fc.property(mail, (one) => {
        const found = understand(one);
        expect(RETURN_CLASSES).toContain(found.class);
        expect(found.reason).not.toMatch(/@/);
        expect(found.reason.length).toBeLessThanOrEqual(300);
        expect(tracesIn(one).paths.length).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('is hard, soft or policy only with a report, or the sender and the words of one', () => {
    fc.assert(
      fc.property(content, fc.string(), (text, from) => {
        const sender = from.replaceAll(/daemon|postmaster|mail/gi, '');
        const headers = [['from', sender]] as const;
        const found = understand({ nullSender: false, headers, text, parts: [] });
        expect(found.class).toBe('unknown');
      }),
    );
  });

  it('is a complaint only where a report says so', () => {
    fc.assert(
      fc.property(mail, (one) => {
        const report = one.parts.some((part) => part.type === 'message/feedback-report');
        if (!report) expect(understand(one).class).not.toBe('complaint');
      }),
    );
  });
});

describe('a refusal', () => {
  it('is never hard while it is temporary', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 499 }), content, (code, text) => {
        expect(classOf(code, null, text)).not.toBe('hard');
        expect(classOf(550, '4.1.1', text)).not.toBe('hard');
      }),
    );
  });

  it('is unknown where neither the codes nor the words tell', () => {
    for (const code of [null, 500, 521, 550, 554, 571]) {
      expect(classOf(code, null, '')).toBe('unknown');
      expect(classOf(code, '5.0.0', 'Requested action not taken')).toBe('unknown');
    }
  });

  it('is not judged by the words of an address', () => {
    expect(classOf(550, null, 'RCPT TO:<no-such-user@spam.example.com> failed')).toBe('unknown');
  });
});

describe('soft bounces', () => {
  const days = (...some: number[]) => some.map((day) => day * DAY);
  it.each([
    ['three over a week', days(0, 3, SOFT_DAYS), [], true],
    ['three within six days', days(0, 3, 6), [], false],
    ['two over a month', days(0, 30), [], false],
    ['three, with one that arrived between', days(0, 3, 9), days(4), false],
    ['three after one that arrived', days(5, 8, 12), days(4), true],
    ['none', [], [], false],
  ] as const)('%s: %#', (_, bounced, arrived, out) => {
    expect(isOutOfReach(bounced, arrived)).toBe(out);
  });
});

describe('the spam rate', () => {
  it.each([
    [10_000, 9, 'calm'],
    [10_000, 10, 'alarm'],
    [10_000, 29, 'alarm'],
    [10_000, 30, 'stop'],
    // too few to say anything
    [99, 5, 'calm'],
    [100, 1, 'calm'],
    [100, 2, 'stop'],
    [0, 3, 'calm'],
  ] as const)('of %i accepted and %i complaints: %s', (accepted, complaints, verdict) => {
    expect(rateVerdict({ accepted, complaints })).toBe(verdict);
  });

  it('is none where nothing was accepted', () => {
    expect(spamRate({ accepted: 0, complaints: 3 })).toBeNull();
  });
});

it.each([
  ['ana@GoogleMail.com', 'gmail.com'],
  ['ana@aol.com', 'yahoo.com'],
  ['ana@yahoo.co.uk', 'yahoo.com'],
  ['ana@live.ca', 'outlook.com'],
  ['ana@me.com', 'icloud.com'],
  ['comcast.net.', 'comcast.net'],
  ['ana@clinic.example.org', 'clinic.example.org'],
  ['ana@notyahoo.com', 'notyahoo.com'],
])('the provider of %s is %s', (address, provider) => {
  expect(providerOf(address)).toBe(provider);
});
