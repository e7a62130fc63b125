import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { siteName } from './site-name.ts';

describe('the name of a site', () => {
  it.each([
    [['mx.example.net'], 'mx.example.net'],
    [['MX.Example.NET.', 'mx.example.net'], 'mx.example.net'],
    [
      ['mx.example.net', 'alt2.mx.example.net', 'alt1.mx.example.net'],
      '(alt1.|alt2.|)mx.example.net',
    ],
    [['mx2.example.org', 'mx1.example.org'], '(mx1.|mx2.)example.org'],
    [['mx.example.net', 'backup.example.org'], 'backup.example.org,mx.example.net'],
    [['a.example.com', 'b.other.com'], 'a.example.com,b.other.com'],
    // whole labels only
    [['amx.example.net', 'mx.example.net'], '(amx.|mx.)example.net'],
  ])('%j is %s', (hosts, name) => {
    expect(siteName(hosts)).toBe(name);
  });

  const label = fc.string({
    unit: fc.constantFrom('a', 'b', 'z', '1', '9', '-'),
    minLength: 1,
    maxLength: 12,
  });
  const host = fc
    .tuple(fc.array(label, { maxLength: 4 }), fc.constantFrom('example.net', 'mx.example.org'))
    .map(([labels, end]) => [...labels, end].join('.'));
  const hosts = fc.array(host, { minLength: 1, maxLength: 12 });

  it('is the same for the same set, in whatever order and however often', () => {
    fc.assert(
      fc.property(hosts, (set) => {
        expect(siteName([...set.toReversed(), ...set])).toBe(siteName(set));
      }),
    );
  });

  it('tells other sets apart, and is never longer than 200', () => {
    fc.assert(
      fc.property(hosts, hosts, (one, other) => {
        expect(siteName(one).length).toBeLessThanOrEqual(200);
        const same = [...new Set(one)].toSorted().join() === [...new Set(other)].toSorted().join();
        expect(siteName(one) === siteName(other)).toBe(same);
      }),
    );
  });
});
