import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBlockList } from './block-list.ts';
import type { Found } from './check.ts';
import { readDomainName, readSelector } from './domain-name.ts';
import { advisesToSeparate, readinessOf } from './readiness.ts';
import { judgeReturnMx, type MxAnswer } from './return-mx.ts';
import { judgeReverse } from './reverse-dns.ts';
import { reversedLabels, reverseName } from './reverse-name.ts';
import { judgeSpf, spfRecord } from './spf-record.ts';
import { zoneLine } from './zone-line.ts';

const found = <T>(...answers: T[]): Found<T> => ({ kind: 'found', answers });
const NONE = { kind: 'none' } as const;
const SILENT = { kind: 'unknown', code: 'ETIMEOUT' } as const;

describe('SPF', () => {
  const domain = 'bounces.example.org';
  const one = found('v=spf1 ip4:192.0.2.25 -all', 'v=spf10 is another');
  const asked = (result: string, texts: Found<string> = one) =>
    judgeSpf({ domain, found: texts, results: [{ address: '192.0.2.25', result }], direct: true });

  it.each([
    ['pass', 'ok', 'allows 192.0.2.25'],
    ['fail', 'wrong', 'does not allow 192.0.2.25'],
    ['softfail', 'wrong', 'does not allow'],
    ['neutral', 'wrong', 'does not allow'],
    ['permerror', 'wrong', 'more than 10 questions'],
    ['temperror', 'unknown', 'could not be looked up'],
  ])('with the result %s is %s', (result, state, sentence) => {
    expect(asked(result)).toMatchObject({ state, sentence: expect.stringContaining(sentence) });
  });

  it('is missing, double or unknown', () => {
    expect(asked('none', NONE)).toMatchObject({
      state: 'missing',
      records: [{ name: domain, type: 'TXT', value: 'v=spf1 ip4:192.0.2.25 -all' }],
    });
    expect(asked('none', found('v=spf1 -all', 'v=spf1 mx -all')).state).toBe('wrong');
    expect(asked('none', SILENT).state).toBe('unknown');
  });

  it('cannot be known where nobody names the addresses', () => {
    const results = { domain, found: one, results: [] };
    expect(judgeSpf({ ...results, direct: true }).sentence).toContain('POSTERN_ADDRESSES');
    expect(judgeSpf({ ...results, direct: false })).toMatchObject({
      state: 'unknown',
      records: [],
    });
  });

  it.each([
    [null, ['192.0.2.1'], 'v=spf1 ip4:192.0.2.1 -all'],
    [
      'v=spf1 include:_spf.example.net ~all',
      ['2001:db8::1'],
      'v=spf1 ip6:2001:db8::1 include:_spf.example.net ~all',
    ],
    ['v=spf1 ip4:192.0.2.1 -all', ['192.0.2.1'], 'v=spf1 ip4:192.0.2.1 -all'],
  ])('is to be published so that %s allows %j', (present, addresses, value) => {
    expect(spfRecord(domain, present, addresses).value).toBe(value);
  });
});

describe('the MX of the return path', () => {
  const asked = (answers: Found<MxAnswer>, host: string | null = 'mail.example.org') =>
    judgeReturnMx({ domain: 'bounces.example.org', host, found: answers });
  const mx = (exchange: string) => ({ exchange, priority: 10 });

  it.each([
    [found(mx('Mail.Example.ORG.')), 'ok'],
    [found(mx('other.example.net'), mx('mail.example.org')), 'ok'],
    [found(mx('other.example.net')), 'wrong'],
    [found(mx('')), 'wrong'],
    [NONE, 'missing'],
    [SILENT, 'unknown'],
  ])('leads home or not: %j', (answers, state) => {
    expect(asked(answers).state).toBe(state);
  });

  it('names the record, and is unknown where this server has no name', () => {
    expect(asked(NONE).records).toEqual([
      { name: 'bounces.example.org', type: 'MX', value: '10 mail.example.org.' },
    ]);
    expect(asked(found(mx('mail.example.org')), null).state).toBe('unknown');
  });
});

describe('the name of an address', () => {
  const asked = (names: Found<string>, forward: readonly (readonly [string, Found<string>])[]) =>
    judgeReverse({
      address: '192.0.2.25',
      host: 'mail.example.org',
      names,
      forward: new Map(forward),
    });

  it('has to lead back to it', () => {
    const name = found('mail.example.org');
    expect(asked(name, [['mail.example.org', found('192.0.2.25')]]).state).toBe('ok');
    expect(asked(name, [['mail.example.org', found('192.0.2.26')]]).state).toBe('wrong');
    expect(asked(name, [['mail.example.org', NONE]]).state).toBe('wrong');
    expect(asked(name, [['mail.example.org', SILENT]]).state).toBe('unknown');
    expect(asked(NONE, []).state).toBe('missing');
    expect(asked(SILENT, []).state).toBe('unknown');
  });

  it('may differ from what we call ourselves, which is said', () => {
    const finding = asked(found('h25.example.net'), [['h25.example.net', found('192.0.2.25')]]);
    expect(finding).toMatchObject({
      state: 'ok',
      sentence: expect.stringContaining('calls itself mail.example.org'),
      records: [
        { name: '25.2.0.192.in-addr.arpa', type: 'PTR', value: 'mail.example.org.' },
        { name: 'mail.example.org', type: 'A', value: '192.0.2.25' },
      ],
    });
  });

  it('is asked by its labels backwards', () => {
    expect(reverseName('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa');
    expect(reversedLabels('2001:db8::1')).toBe(
      '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2',
    );
    expect(reverseName('::')).toMatch(/^(0\.){32}ip6\.arpa$/);
    for (const text of ['example.org', '1:2', '::1::', 'g::1', '']) {
      expect(reversedLabels(text)).toBeNull();
    }
  });

  it('has 32 digits for every IPv6 address, short or long', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        fc.pre(!address.includes('.'));
        expect(reversedLabels(address)).toMatch(/^([0-9a-f]\.){31}[0-9a-f]$/);
      }),
    );
  });
});

describe('a block list', () => {
  it.each([
    [NONE, 'ok'],
    [found('127.0.0.2'), 'wrong'],
    [found('127.255.255.254'), 'unknown'],
    [found('203.0.113.9'), 'unknown'],
    [SILENT, 'unknown'],
  ])('answers %j: %s', (answers, state) => {
    const finding = judgeBlockList({
      zone: 'bl.example.net',
      address: '192.0.2.1',
      found: answers,
    });
    expect(finding.state).toBe(state);
  });
});

describe('whether a stream may send', () => {
  const ok = { state: 'ok', sentence: '' } as const;
  const wrong = { state: 'wrong', sentence: 'Another key.' } as const;
  const unknown = { state: 'unknown', sentence: 'No answer.' } as const;

  it.each([
    ['marketing', 'direct', ok, 0, 0],
    ['marketing', 'direct', wrong, 1, 0],
    ['marketing', 'direct', { ...wrong, state: 'missing' as const }, 1, 0],
    ['marketing', 'direct', null, 1, 0],
    ['marketing', 'direct', unknown, 0, 1],
    ['transactional', 'direct', wrong, 0, 1],
    ['marketing', 'relay', wrong, 0, 1],
    ['marketing', 'sandbox', null, 0, 0],
  ] as const)('%s mail, %s, DKIM %j', (stream, transport, dkim, missing, advice) => {
    const readiness = readinessOf({ stream, transport, dkim });
    expect([readiness.missing.length, readiness.advice.length]).toEqual([missing, advice]);
  });

  it('is better with a domain for each', () => {
    expect(advisesToSeparate(['example.org', 'example.org'])).toContain('news.example.org');
    expect(advisesToSeparate(['news.example.org', 'example.org'])).toBeNull();
  });
});

describe('a record in a zone file', () => {
  it('splits a long text into strings of 255, which joined are the text again', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', ';', ' '), maxLength: 900 });
    fc.assert(
      fc.property(text, (value) => {
        const line = zoneLine({ name: 'x.example.org', type: 'TXT', value });
        const strings = [...line.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, inner = '']) =>
          inner.replace(/\\(.)/g, '$1'),
        );
        expect(strings.join('')).toBe(value);
        expect(strings.every((one) => one.length <= 255)).toBe(true);
      }),
    );
    expect(zoneLine({ name: 'x.example.org', type: 'TXT', value: 'v=spf1 -all' })).toBe(
      'x.example.org. IN TXT "v=spf1 -all"',
    );
    expect(zoneLine({ name: 'b.example.org', type: 'MX', value: '10 m.example.org.' })).toBe(
      'b.example.org. IN MX 10 m.example.org.',
    );
  });
});

describe('names that people type', () => {
  it.each([
    ['Mail.Example.org.', 'mail.example.org'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['bücher.example', null],
    ['localhost', null],
    ['192.0.2.1', null],
    ['a..example.org', null],
    ['-a.example.org', null],
    ['https://example.org', null],
  ])('%s is the domain %s', (text, domain) => {
    expect(readDomainName(text)).toBe(domain);
  });

  it.each([
    ['Key2026', 'key2026'],
    ['s1.mail', 's1.mail'],
    ['a b', null],
    ['', null],
    ['a_b', null],
  ])('%s is the selector %s', (text, selector) => {
    expect(readSelector(text)).toBe(selector);
  });
});
