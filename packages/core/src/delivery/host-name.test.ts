import { describe, expect, it } from 'vitest';
import { readHostName } from './host-name.ts';

describe('a host name', () => {
  it.each([
    ['MX1.Example.NET.', 'mx1.example.net'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['_dmarc.example.org', '_dmarc.example.org'],
    ['localhost', 'localhost'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('%s is one', (text, name) => {
    expect(readHostName(text)).toBe(name);
  });

  it.each([
    ['', 'nothing'],
    ['.', 'the root'],
    ['192.0.2.1', 'an IPv4 address'],
    ['[192.0.2.1]', 'an address literal'],
    ['2001:db8::1', 'an IPv6 address'],
    ['mx..example.net', 'a label without letters'],
    ['-mx.example.net', 'a label that begins with a hyphen'],
    ['bücher.example', 'a name that is not in ASCII form'],
    ['mx.example.net\r\nRCPT', 'a name with a line break'],
    [`${'a'.repeat(64)}.example`, 'a label of 64'],
    [`${'a.'.repeat(127)}example`, 'a name that is too long'],
  ])('%j is none: %s', (text) => {
    expect(readHostName(text)).toBeNull();
  });
});
