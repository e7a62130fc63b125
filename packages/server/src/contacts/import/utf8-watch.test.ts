import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Watch } from './utf8-watch.ts';

/** Bytes, and where they are cut into pieces. */
const cutUp = (bytes: fc.Arbitrary<Uint8Array>) =>
  fc.tuple(bytes, fc.array(fc.integer({ min: 1, max: 7 })));
const some = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.constantFrom('\n', '\r\n', '\u{1f469}', '\u05e9').map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 3 }),
    ),
  )
  .map((parts) => Buffer.concat(parts));

/** The line of the first problem, null where there is none. */
function lineOf(bytes: Uint8Array, cuts: readonly number[]): number | null {
  const watch = utf8Watch();
  let from = 0;
  const pieces = [...cuts, bytes.length].map((size) =>
    Buffer.from(bytes.subarray(from, (from += size))),
  );
  for (const piece of pieces) {
    const problem = watch.see(piece);
    if (problem !== null) return Number(/^Line (\d+) /.exec(problem)?.[1]);
  }
  const problem = watch.end();
  return problem === null ? null : Number(/^Line (\d+) /.exec(problem)?.[1]);
}

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test('what is no UTF-8 is found, and in which line, however it is cut', () => {
  fc.assert(
    fc.property(cutUp(some), ([bytes, cuts]) => {
      let line = 0;
      let bad: number | null = null;
      let from = 0;
      while (bad === null && from <= bytes.length) {
        const feed = bytes.indexOf(0x0a, from);
        const end = feed === -1 ? bytes.length : feed;
        line++;
        if (!isText(bytes.subarray(from, end))) bad = line;
        from = end + 1;
      }
      expect(lineOf(bytes, cuts)).toBe(bad);
    }),
    { numRuns: 1_000 },
  );
});
