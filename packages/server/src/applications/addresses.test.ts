import { describe, expect, it } from 'vitest';
import { allowList, networkFault, networkOf } from './addresses.ts';

describe('an allow-list of networks', () => {
  const isAllowed = allowList(['192.0.2.0/24', '198.51.100.7', '2001:db8:1::/48']);
  it.each([
    ['192.0.2.200', true],
    ['::ffff:192.0.2.200', true],
    ['192.0.3.1', false],
    ['198.51.100.7', true],
    ['198.51.100.8', false],
    ['2001:db8:1:ffff::1', true],
    ['2001:db8:2::1', false],
    ['nowhere', false],
  ])('%s: %s', (address, allowed) => {
    expect(isAllowed(address)).toBe(allowed);
  });

  it.each(['192.0.2.0/33', '2001:db8::/129', 'example.org', '192.0.2.0/24/8', '192.0.2.0/', ''])(
    '“%s” is no network',
    (entry) => {
      expect(networkFault(entry)).toContain('is no network');
    },
  );
});

it.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.0/24'],
  ['2001:db8:1:2::3', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
])('%s counts for %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
