import { describe, expect, it } from 'vitest';
import { readResolverAddress } from './resolver-address.ts';

describe('the address of a resolver', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', 53],
    ['127.0.0.1:5353', '127.0.0.1', 5353],
    ['unbound', 'unbound', 53],
    ['dns.example.org:8053', 'dns.example.org', 8053],
    ['::1', '::1', 53],
    ['[::1]', '::1', 53],
    ['[2001:db8::53]:5353', '2001:db8::53', 5353],
  ])('%s is %s, port %i', (text, host, port) => {
    expect(readResolverAddress(text)).toEqual({ host, port });
  });

  it.each([
    '',
    ':53',
    '127.0.0.1:0',
    '127.0.0.1:70000',
    '127.0.0',
    '[localhost]:53',
    '[::1',
    'a b',
    'https://dns.example.org/',
  ])('%j is none', (text) => {
    expect(readResolverAddress(text)).toBeNull();
  });
});
