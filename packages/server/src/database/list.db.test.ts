import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { bucketOf, byBucket, type Database, list, openDatabase } from './index.ts';

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const ID = '019b0000-0000-7000-8000-00000000abcd';

describe('a list', () => {
  it.each([
    ['smallint', [0, -32_768, null, 32_767]],
    ['integer', [null, -2_147_483_648, 2_147_483_647]],
    ['double precision', [0.1, -1e300, null, 1_700_000_000_123]],
    ['uuid', [ID, null]],
    ['text', ['', 'a "b" \\ {c},NULL', null, 'Zoë \u001e\u001f 🙂']],
    ['bytea', [Buffer.of(0, 255), null, Buffer.of()]],
    ['boolean', [true, null, false]],
    ['timestamptz', [new Date(0), new Date('2026-11-22T17:00:00.123Z'), null]],
    ['integer', []],
    ['text', [null]],
  ] as const)('of %s arrives as it is: %j', async (type, values) => {
    const { rows } = await sql<{ value: unknown }>`
      select value from unnest(${list(type, values)}) with ordinality as of (value, place)
      order by place`.execute(database);
    expect(rows.map(({ value }) => value)).toEqual(values);
  });

  it('of what is no id is refused', () => {
    expect(() => list('uuid', [ID, 'nobody'])).toThrow(TypeError);
  });
});

it('ids by their buckets are all there, each with the others of its bucket', async () => {
  const ids = Array.from({ length: 600 }, () => v7());
  const { rows } = await sql<{ bucket: number; ids: string[] }>`
    select bucket, ids from ${byBucket(ids)} as wanted`.execute(database);
  expect(new Set(rows.map(({ bucket }) => bucket)).size).toBe(rows.length);
  expect(rows.flatMap((row) => row.ids).toSorted()).toEqual(ids.toSorted());
  for (const row of rows) expect(new Set(row.ids.map(bucketOf))).toEqual(new Set([row.bucket]));
});
