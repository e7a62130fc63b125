import { type RawBuilder, sql } from 'kysely';
import { BUCKETS } from '../database/index.ts';

const ALL = sql.raw(`'{${Array.from({ length: BUCKETS }, (_, bucket) => bucket).join()}}'`);

/**
 * True of every row. It lets a question about one campaign, which is spread over all buckets, find
 * its rows by the primary key that begins with the bucket, instead of reading the table.
 */
export function inEveryBucket(column: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`${column} = any(${ALL}::smallint[])`;
}
