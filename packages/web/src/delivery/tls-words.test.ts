import { describe, expect, it } from 'vitest';
import { dayOf, failuresOf, type TlsPolicy } from './tls-words.ts';

describe('the day that an address asks for', () => {
  it.each([
    ['2026-03-01', { day: '2026-03-01' }],
    ['2026-02-30', {}],
    ['yesterday', {}],
    [20_260_301, {}],
    [undefined, {}],
  ])('%j is %j', (value, expected) => {
    expect(dayOf(value)).toEqual(expected);
  });
});

describe('the failures of a domain', () => {
  it('are added up by kind, the most frequent first', () => {
    const failed = (type: TlsPolicy['failure-details'][number]['result-type'], count: number) => ({
      'result-type': type,
      'failed-session-count': count,
    });
    const policy: TlsPolicy = {
      policy: { 'policy-type': 'sts', 'policy-domain': 'example.net' },
      summary: { 'total-successful-session-count': 0, 'total-failure-session-count': 9 },
      'failure-details': [
        failed('certificate-expired', 2),
        failed('starttls-not-supported', 4),
        failed('certificate-expired', 3),
      ],
    };
    expect(failuresOf(policy)).toEqual([
      ['certificate-expired', 5],
      ['starttls-not-supported', 4],
    ]);
  });
});
