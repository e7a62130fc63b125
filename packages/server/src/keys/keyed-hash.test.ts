import { createHmac, createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { keyedHash } from './keyed-hash.ts';

/** RFC 4231, section 4. */
it.each([
  ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    '4a656665',
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    '0102030405060708090a0b0c0d0e0f10111213141516171819',
    Buffer.alloc(50, 0xcd),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
])('hashes as RFC 4231 says with the key %s', (key, data, expected) => {
  const hashOf = keyedHash(createSecretKey(Buffer.from(key, 'hex')));
  expect(hashOf(data).toString('hex')).toBe(expected);
});

it.each([
  ['nothing', ''],
  ['a text that is not ASCII', 'Überweisung ✓ \u{1f40e} \ud800'],
  ['a long text', 'ü'.repeat(9_000)],
  ['long bytes', Buffer.alloc(70_000, 7)],
])('hashes %s as the library does, and what comes after it', (_, data) => {
  const key = createSecretKey(Buffer.alloc(32, 5));
  const hashOf = keyedHash(key);
  const library = (text: string | Buffer) => createHmac('sha256', key).update(text).digest();
  for (const one of ['before', data, 'after', data]) expect(hashOf(one)).toEqual(library(one));
});

it('refuses a key that would have to be hashed first', () => {
  expect(() => keyedHash(createSecretKey(Buffer.alloc(65, 1)))).toThrow('64 bytes at most');
});
