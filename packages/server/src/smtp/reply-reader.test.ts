import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Reply, ReplyReader, serverReply } from './reply-reader.ts';

function readAll(chunks: readonly Buffer[]): { replies: Reply[]; sound: boolean } {
  const reader = new ReplyReader();
  const replies: Reply[] = [];
  const sound = chunks.map((chunk) => reader.push(chunk, (reply) => replies.push(reply)));
  return { replies, sound: sound.every(Boolean) };
}

const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((t) => t.replaceAll(/[\r\n]/g, ' '));
const reply = fc
  .tuple(fc.integer({ min: 200, max: 599 }), fc.array(text, { minLength: 1, maxLength: 5 }))
  .map(([code, lines]) => ({ code, lines }));
const written = (replies: readonly Reply[], eol: string) =>
  Buffer.from(
    replies
      .flatMap(({ code, lines }) =>
        lines.map((line, i) => `${code}${i === lines.length - 1 ? ' ' : '-'}${line}${eol}`),
      )
      .join(''),
  );

function cutAt(octets: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (octets.length + 1)))].sort((a, b) => a - b);
  return [...places, octets.length].map((end, i) => octets.subarray(places[i - 1] ?? 0, end));
}

describe('replies', () => {
  it('are read alike in whatever pieces they come', () => {
    fc.assert(
      fc.property(
        fc.array(reply, { maxLength: 6 }),
        fc.constantFrom('\r\n', '\n'),
        fc.array(fc.nat(), { maxLength: 30 }),
        (replies, eol, cuts) => {
          const read = readAll(cutAt(written(replies, eol), cuts));
          expect(read).toEqual({ replies, sound: true });
        },
      ),
    );
  });

  it('come to the same when they come octet by octet', () => {
    const octets = written([{ code: 250, lines: ['a', 'b', 'grüße'] }], '\r\n');
    const read = readAll([...octets].map((octet) => Buffer.from([octet])));
    expect(read).toEqual({ replies: [{ code: 250, lines: ['a', 'b', 'grüße'] }], sound: true });
  });

  it('are judged alike in whatever pieces they come, nonsense too', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('2', '5', '0', '-', ' ', 'x', '\r', '\n'),
          maxLength: 60,
        }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (nonsense, cuts) => {
          const octets = Buffer.from(nonsense);
          expect(readAll(cutAt(octets, cuts))).toEqual(readAll([octets]));
        },
      ),
    );
  });

  it.each([
    ['nothing but an end of line', '\r\n'],
    ['words', 'hello\r\n'],
    ['two digits', '25 ok\r\n'],
    ['a code that starts with 1', '150 ok\r\n'],
    ['a code that starts with 6', '650 ok\r\n'],
    ['a letter after the code', '250x\r\n'],
    ['lines of different codes', '250-a\r\n251 b\r\n'],
    ['a line of 5,000 octets', `250 ${'a'.repeat(5_000)}\r\n`],
    ['a line of 5,000 octets without its end', `250 ${'a'.repeat(5_000)}`],
    ['a reply of 100 KB', `250-${'a'.repeat(1_000)}\r\n`.repeat(100)],
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n'],
  ])('are not %s', (_, octets) => {
    expect(readAll([Buffer.from(octets)])).toEqual({ replies: [], sound: false });
  });

  it('may be a code alone', () => {
    expect(readAll([Buffer.from('250\r\n')]).replies).toEqual([{ code: 250, lines: [''] }]);
  });

  it.each([
    [{ code: 550, lines: ['5.1.1 No such user'] }, '5.1.1', '5.1.1 No such user'],
    [{ code: 250, lines: ['2.1.5'] }, '2.1.5', '2.1.5'],
    [
      { code: 550, lines: ['5.7.1 First', '5.7.26 Second'] },
      '5.7.26',
      '5.7.1 First\n5.7.26 Second',
    ],
    [{ code: 550, lines: ['No such user'] }, null, 'No such user'],
    [{ code: 550, lines: ['5.1.1.2 of an address'] }, null, '5.1.1.2 of an address'],
  ])('have an enhanced code where they say one', (said, enhanced, text) => {
    expect(serverReply(said)).toEqual({ code: said.code, enhanced, text });
  });
});
