import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoted, softly } from './quoted-printable.ts';

/** RFC 2045 section 6.7. */
const decode = (encoded: string) =>
  Buffer.from(
    encoded
      .replaceAll('=\r\n', '')
      .replace(/=([0-9A-F]{2})/g, (_, octet: string) =>
        String.fromCharCode(Number.parseInt(octet, 16)),
      ),
    'latin1',
  );

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\n', '\n\n', ' ', '  ', '   \n', '\t', '.', '..', 'From ', '=', '=20', '\0'),
      fc.constantFrom(
        '\u05e9\u05dc\u05d5\u05dd',
        'e\u0301',
        '\ud800',
        '\u{1f469}\u200d\u{1f680}',
        '\u202e',
      ),
      fc.integer({ min: 60, max: 160 }).map((size) => 'x'.repeat(size)),
      fc.integer({ min: 1, max: 90 }).map((size) => '.'.repeat(size)),
      fc.integer({ min: 1, max: 90 }).map((size) => ' '.repeat(size)),
    ),
  )
  .map((some) => some.join(''));

describe('what is encoded', () => {
  test('reads as before, but for nulls', () => {
    fc.assert(
      fc.property(text, (written) => {
        const read = decode(quoted(written)).toString().replaceAll('\r\n', '\n');
        expect(read).toBe(written.toWellFormed().replaceAll('\0', ''));
      }),
    );
  });

  test('is its own relaxed form, has short lines, and none that a mail server or mailbox alters', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const encoded = softly(quoted(one)) + quoted(other);
        expect(encoded).toMatch(/^[\x20-\x7e\r\n]*$/);
        for (const line of encoded.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line).not.toMatch(/[\r\n]|^\.|^From | {2}| $/);
        }
      }),
    );
  });

  test('has no soft break within a character', () => {
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 10 }), (written) => {
        for (const line of quoted(written).split(/=?\r\n/)) {
          expect(() => utf8.decode(decode(line))).not.toThrow();
        }
      }),
      { examples: [['\ufffd'.repeat(100)], ['\u05e9'.repeat(100)]] },
    );
  });
});

test.each([
  ['', ''],
  ['a  b   c', 'a =20b =20 c'],
  ['a \nb', 'a=20\r\nb'],
  ['.a\n.b', '=2Ea\r\n=2Eb'],
  ['From you\nFromage', '=46rom you\r\nFromage'],
  ['1=2\t\u00e9', '1=3D2=09=C3=A9'],
  ['x'.repeat(100), `${'x'.repeat(72)}=\r\n${'x'.repeat(28)}`],
])('%j is %j', (written, encoded) => {
  expect(quoted(written)).toBe(encoded);
});
