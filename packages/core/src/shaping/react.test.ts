import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from './default-rules.ts';
import {
  fractionAt,
  isOver,
  isSuspended,
  react,
  type SiteState,
  UNTROUBLED,
  wholeAgainAt,
} from './react.ts';
import { type HeardReply, isBounded, ruleFor } from './reply-rules.ts';

const GOOGLE = '(alt1.|alt2.|)gmail-smtp-in.l.google.com';
const YAHOO = '(mta5|mta6|mta7).am0.yahoodns.net';
const MICROSOFT = 'outlook-com.olc.protection.outlook.com';
const OTHER = 'mx.example.net';

/** '421 4.7.28 words' as it is heard. */
function said(line: string): HeardReply {
  const found = /^(\d{3}) (?:(\d\.\d+\.\d+) )?(.*)$/.exec(line);
  return found
    ? { code: Number(found[1]), enhanced: found[2] ?? null, text: found[3] ?? '' }
    : { code: null, enhanced: null, text: line };
}

/** The site's state when it said so, as often as told, a second apart. */
function after(site: string, line: string, times = 1, from = 0) {
  let state: SiteState = UNTROUBLED;
  const changes = [];
  for (let count = 0; count < times; count += 1) {
    const done = react(site, state, said(line), DEFAULT_RULES, from + count * 1000);
    state = done.state;
    if (done.change) changes.push(done.change);
  }
  return { state, changes };
}

describe('the rules for what receivers say', () => {
  it.each([
    [
      GOOGLE,
      '421 4.7.28 Gmail has detected an unusual rate of unsolicited mail',
      'google-unsolicited',
    ],
    [GOOGLE, '421 4.7.0 Try again later, an unusual rate of email', 'google-rate'],
    [GOOGLE, '550 5.1.1 The email account that you tried to reach does not exist', 'mailbox'],
    [GOOGLE, '452 4.2.2 The recipient’s inbox is out of storage space', 'full'],
    [
      YAHOO,
      '421 4.7.0 [TSS04] Messages temporarily deferred due to unexpected volume or user complaints',
      'yahoo-tss04',
    ],
    [YAHOO, '421 4.7.1 [TS03] All messages will be permanently deferred', 'yahoo-ts03'],
    [
      MICROSOFT,
      '550 5.7.1 Unfortunately, messages weren’t sent; part of their network is on our block list (S3150)',
      'microsoft-blocked',
    ],
    [
      MICROSOFT,
      '451 4.7.650 The mail server has been temporarily rate limited due to IP reputation',
      'microsoft-reputation',
    ],
    [MICROSOFT, '451 4.7.500 Server busy. Please try again later', 'microsoft-throttled'],
    [OTHER, '421 too many connections from your host', 'too-many-connections'],
    [
      OTHER,
      '554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org',
      'block-list',
    ],
    [OTHER, '550 5.7.1 Message rejected as spam', 'spam'],
    [OTHER, '451 4.7.1 Greylisted, come again in 5 minutes', 'greylist'],
    [OTHER, '450 4.7.1 Rate limit exceeded', 'rate'],
    [OTHER, '450 4.7.1 Policy', 'policy'],
    [OTHER, '421 Closing', 'not-available'],
    [OTHER, 'ECONNREFUSED', 'no-connection'],
    [OTHER, '250 2.0.0 OK', undefined],
    [OTHER, '550 5.7.26 Unauthenticated', undefined],
    // what Yahoo means is no matter elsewhere
    [OTHER, '421 4.3.0 [TSS04]', 'not-available'],
  ])('at %s, %j: %s', (site, line, id) => {
    expect(ruleFor(site, said(line), DEFAULT_RULES)?.id).toBe(id);
  });

  it('are bounded, and named once', () => {
    for (const { text } of DEFAULT_RULES) expect(text === null || isBounded(text)).toBe(true);
    expect(new Set(DEFAULT_RULES.map(({ id }) => id)).size).toBe(DEFAULT_RULES.length);
    for (const slow of ['(a+)+', '(?=a)', '(a)\\1', 'a*b*c*d', 'x'.repeat(201)]) {
      expect(isBounded(slow)).toBe(false);
    }
  });
});

describe('a site that complains', () => {
  it('is slowed by its first word, and what was under way does not slow it further', () => {
    const { state, changes } = after(OTHER, '421 Too many connections', 50);
    expect(changes).toMatchObject([
      { kind: 'slowed', holds: 'everything', hold: { fraction: 0.5 } },
    ]);
    expect(fractionAt(state.holds.everything, 50_000)).toBe(0.5);
  });

  it('doubles back until it is whole', () => {
    const hold = after(GOOGLE, '421 4.7.28 unusual rate of unsolicited mail').state.holds.marketing;
    const at = (minutes: number) => fractionAt(hold, minutes * 60_000);
    expect([0, 29, 30, 59, 60, 600].map(at)).toEqual([0.25, 0.25, 0.5, 0.5, 1, 1]);
    expect(hold && wholeAgainAt(hold)).toBe(3_600_000);
    expect(hold && [3_599_999, 3_600_000].map((now) => isOver(hold, now))).toEqual([false, true]);
  });

  it('is slowed again from where it is when it says so at the lower pace', () => {
    const first = after(OTHER, '421 Too many connections').state;
    const again = react(OTHER, first, said('421 Too many connections'), DEFAULT_RULES, 120_000);
    expect(again.change?.hold.fraction).toBe(0.25);
  });

  it('is left alone below the threshold, and when the replies are too far apart', () => {
    expect(after(OTHER, '550 5.7.1 spam', 2).changes).toEqual([]);
    let state: SiteState = UNTROUBLED;
    for (let hour = 0; hour < 9; hour += 1) {
      const done = react(OTHER, state, said('550 5.7.1 spam'), DEFAULT_RULES, hour * 3_600_000);
      expect(done.change).toBeNull();
      state = done.state;
    }
  });

  it('of our reputation suspends marketing for an hour, and nothing else', () => {
    const { state, changes } = after(OTHER, '550 5.7.1 Refused as spam', 3);
    expect(changes).toMatchObject([{ kind: 'suspended', holds: 'marketing' }]);
    expect(state.holds.everything).toBeNull();
    const hold = state.holds.marketing;
    expect([2000, 3_601_999, 3_602_000].map((now) => isSuspended(hold, now))).toEqual([
      true,
      true,
      false,
    ]);
    // and begins again at half the pace
    expect(fractionAt(hold, 3_602_000)).toBe(0.5);
    expect(hold?.reply.text).toBe('Refused as spam');
  });

  it('never is slowed to nothing, never hurried, and remembers no more than the rules ask for', () => {
    const lines = [
      '421 Too many connections',
      '450 4.7.1 Policy',
      '550 5.7.1 spam',
      '421 x',
      'EDNS',
      '250 OK',
    ];
    const step = fc.tuple(fc.constantFrom(...lines), fc.nat(200_000));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let state: SiteState = UNTROUBLED;
        let now = 0;
        for (const [line, gap] of steps) {
          now += gap;
          const before = state;
          state = react(OTHER, before, said(line), DEFAULT_RULES, now).state;
          for (const holds of ['everything', 'marketing'] as const) {
            const fraction = fractionAt(state.holds[holds], now);
            expect(fraction).toBeGreaterThanOrEqual(1 / 64);
            expect(fraction).toBeLessThanOrEqual(fractionAt(before.holds[holds], now));
          }
          for (const rule of DEFAULT_RULES) {
            expect(state.heard[rule.id]?.length ?? 0).toBeLessThan(rule.threshold);
          }
        }
      }),
    );
  });
});
