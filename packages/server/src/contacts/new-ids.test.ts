import fc from 'fast-check';
import { stringify, version } from 'uuid';
import { expect, test } from 'vitest';
import { bucketOf } from '../database/index.ts';
import { idsByBucket } from './new-ids.ts';

const few = fc.integer({ min: 0, max: 60 });

test('each is given out once, with its bucket, as text or as bytes, also when more come than were expected', () => {
  fc.assert(
    fc.property(few, fc.array(fc.boolean(), { maxLength: 200 }), (expected, asText) => {
      const ids = idsByBucket(expected);
      const bytes = new Uint8Array(20);
      const taken = asText.map((text) => {
        if (!text) ids.takeInto(bytes, 3);
        const id = text ? ids.take() : stringify(bytes, 3);
        expect(version(id)).toBe(7);
        expect(ids.bucket).toBe(bucketOf(id));
        return id;
      });
      expect(new Set(taken).size).toBe(taken.length);
    }),
  );
});

test('those of one bucket go out together', () => {
  const ids = idsByBucket(20_000);
  const buckets = Array.from({ length: 4_000 }, () => bucketOf(ids.take()));
  const changes = buckets.filter((bucket, at) => at > 0 && bucket !== buckets[at - 1]).length;
  expect(changes).toBeLessThan(100);
});
