import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipNames } from './zip-names.ts';

/** An empty archive: its end alone has no first file, so it is none of a document. */
const END = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex');

test('whatever the bytes, an answer and no error', () => {
  const bytes = fc.uint8Array({ maxLength: 400 }).map((some) => Buffer.from(some));
  fc.assert(
    fc.property(bytes, bytes, fc.nat(0xffff), fc.nat(), (first, second, count, offset) => {
      const end = Buffer.from(END);
      end.writeUInt16LE(count, 10);
      end.writeUInt32LE(offset, 16);
      const start = Buffer.from('504b0304', 'hex');
      const entry = Buffer.from('504b0102', 'hex');
      const names = zipNames(Buffer.concat([start, first, entry, second, end]));
      expect(names === null || names.length === count).toBe(true);
    }),
  );
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['an end without a beginning', END],
  ['a beginning without an end', Buffer.from(`504b0304${'00'.repeat(60)}`, 'hex')],
])('%s is no archive', (_, content) => {
  expect(zipNames(content)).toBeNull();
});
