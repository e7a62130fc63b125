import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AT_ONCE, dotStuffed, portions } from './body.ts';

/** As a server takes it in, RFC 5321 section 4.5.2. */
const unstuffed = (data: string) => data.replaceAll(/(^|\r\n)\./g, '$1');

it('a server that takes the dots out again has the message, with CRLF at its end', () => {
  const piece = fc.string({ unit: fc.constantFrom('.', '\r\n', 'a'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const source = pieces.join('');
      const sent = Buffer.concat(dotStuffed(pieces.map((p) => Buffer.from(p)))).toString();
      const whole = source === '' || source.endsWith('\r\n') ? source : `${source}\r\n`;
      expect(unstuffed(sent)).toBe(whole);
      expect(`${sent.startsWith('.\r\n') ? '\r\n' : ''}${sent}`).not.toContain('\r\n.\r\n');
    }),
  );
});

it('a message without such a line is not copied', () => {
  const source = [Buffer.from('Subject: a.b\r\n\r\n'), Buffer.from('one.\r\ntwo\r\n')];
  const sent = dotStuffed(source);
  expect(sent).toHaveLength(2);
  for (const [i, part] of sent.entries()) expect(part).toBe(source[i]);
});

it('portions hold everything in order, none too large', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2 * AT_ONCE + 5 }), { maxLength: 4 }),
      (sizes) => {
        const parts = sizes.map((size, i) => Buffer.alloc(size, i + 1));
        const all = portions(parts);
        expect(Buffer.concat(all.flat()).equals(Buffer.concat(parts))).toBe(true);
        for (const portion of all) {
          expect(Buffer.concat(portion).length).toBeLessThanOrEqual(AT_ONCE);
        }
      },
    ),
    { numRuns: 20 },
  );
});
