import { describe, expect, it } from 'vitest';
import { isHostAddress, isPublicAddress } from './public-address.ts';

describe('an address of the public internet', () => {
  it.each([
    '198.51.100.7',
    '8.8.8.8',
    '172.32.0.1',
    '2001:db8::1',
    '2606:4700::1',
    '64:ff9b::8.8.8.8',
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['0.0.0.0', 'this host'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'of a provider’s NAT'],
    ['169.254.169.254', 'link-local'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'this host'],
    ['::1', 'loopback'],
    ['fd00::1', 'private'],
    ['fe80::1', 'link-local'],
    ['ff02::1', 'multicast'],
    ['::ffff:10.0.0.1', 'private, mapped'],
    ['::ffff:8.8.8.8', 'mapped, which no record holds'],
    ['64:ff9b::10.0.0.1', 'private, behind NAT64'],
    ['2002:0a00:0001::1', 'private, behind 6to4'],
  ])('%s is not: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('an address that an organization’s own mail server can have', () => {
  it.each(['198.51.100.7', '10.0.0.25', '127.0.0.1', 'fd00::25', '::1', '2001:db8::25'])(
    '%s is one',
    (address) => {
      expect(isHostAddress(address)).toBe(true);
    },
  );

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '0.0.0.0',
    '::',
    '::ffff:0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
    'ff02::1',
  ])('%s is not', (address) => {
    expect(isHostAddress(address)).toBe(false);
  });
});
