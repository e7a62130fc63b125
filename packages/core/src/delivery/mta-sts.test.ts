import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStsId, readStsPolicy, stsNames } from './mta-sts.ts';

describe('the record that announces a policy', () => {
  it.each([
    [['v=STSv1; id=20260101T000000;'], '20260101T000000'],
    [['v=STSv1;id=a1'], 'a1'],
    [['v=spf1 -all', 'v=STSv1; id=7'], '7'],
    [['v=STSv1; id=7; later=field'], '7'],
    [[], null],
    [['v=STSv1; id=1', 'v=STSv1; id=1'], null],
    [['v=STSv1; id=1; id=2'], null],
    [['v=STSv1'], null],
    [['v=STSv1; id='], null],
    [['v=STSv1; id=not-a-word'], null],
    [['v=STSv11; id=1'], null],
    [['v=stsv1; id=1'], null],
  ])('%j has the id %s', (records, id) => {
    expect(readStsId(records)).toBe(id);
  });
});

const WHOLE =
  'version: STSv1\nmode: enforce\nmx: mx.example.net\nmx: *.example.org\nmax_age: 86400\n';

describe('a policy file', () => {
  it('is read, with any of the line ends', () => {
    const policy = { mode: 'enforce', mx: ['mx.example.net', '*.example.org'], maxAge: 86_400 };
    expect(readStsPolicy(WHOLE)).toEqual(policy);
    expect(readStsPolicy(WHOLE.replaceAll('\n', '\r\n'))).toEqual(policy);
    expect(readStsPolicy(WHOLE.trimEnd())).toEqual(policy);
    expect(readStsPolicy(`${WHOLE}x-later: field\nmode: none\n`)).toEqual(policy);
  });

  it('needs no servers where it is none, and is kept for a year at most', () => {
    const text = 'version: STSv1\nmode: none\nmax_age: 9999999999';
    expect(readStsPolicy(text)).toEqual({ mode: 'none', mx: [], maxAge: 31_557_600 });
  });

  it.each([
    ['', 'empty'],
    [WHOLE.replace('STSv1', 'STSv2'), 'of another version'],
    [WHOLE.replace('enforce', 'Enforce'), 'of a mode that is not one'],
    [WHOLE.replace('86400', '-1'), 'of a negative age'],
    [WHOLE.replace('86400', 'long'), 'of an age that is no number'],
    [WHOLE.replace(/mx: .*\n/g, ''), 'without servers'],
    [WHOLE.replace('*.example', 'mx.*.example'), 'with a star inside'],
    [WHOLE.replace('mx.example.net', '192.0.2.1'), 'with an address for a server'],
    [`<!doctype html>\n${WHOLE}`, 'a page'],
  ])('%j is no policy: it is %s', (text) => {
    expect(readStsPolicy(text)).toBeNull();
  });

  const name = fc.stringMatching(/^[a-z]{1,8}\.[a-z]{2,8}$/);
  it('comes back as it was written', () => {
    const mode = fc.constantFrom('enforce' as const, 'testing' as const);
    const mx = fc.array(name, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(mode, mx, fc.integer({ min: 0, max: 31_557_600 }), (mode, mx, maxAge) => {
        const lines = mx.map((one) => `mx: ${one}`).join('\n');
        const text = `version: STSv1\nmode: ${mode}\n${lines}\nmax_age: ${maxAge}`;
        expect(readStsPolicy(text)).toEqual({ mode, mx: [...new Set(mx)], maxAge });
      }),
    );
  });

  it('is read or refused, whatever it holds', () => {
    const unit = fc.constantFrom(
      'version',
      ': ',
      'STSv1',
      'mode',
      'none',
      'enforce',
      'mx',
      '*.',
      '\r',
      '\n',
      'max_age',
      '1',
      'é',
      '\0',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), (text) => {
        const policy = readStsPolicy(text);
        expect(policy === null || policy.mode === 'none' || policy.mx.length > 0).toBe(true);
      }),
    );
  });
});

describe('a policy names a host', () => {
  it.each([
    [['mx.example.net'], 'mx.example.net', true],
    [['mx.example.net'], 'MX.example.net.', true],
    [['*.example.net'], 'mx.example.net', true],
    [['*.example.net'], 'a.mx.example.net', false],
    [['*.example.net'], 'example.net', false],
    [['*.example.net'], '.example.net', false],
    [['*.net'], 'net', false],
    [['mx.example.net'], 'mx.example.net.evil.test', false],
    [[], 'mx.example.net', false],
  ])('%j, %s: %s', (mx, host, named) => {
    expect(stsNames(mx, host)).toBe(named);
  });
});
