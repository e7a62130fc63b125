import { type RawBuilder, sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** The places by bucket that a query answers with, as rows of `bucket` and `place`. */
export async function placesOf(
  db: Database | Tx,
  query: RawBuilder<{ readonly bucket: number; readonly place: number }>,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await query.execute(db);
  const places = new Map<number, number[]>();
  for (const { bucket, place } of rows) {
    const some = places.get(bucket);
    if (some) some.push(place);
    else places.set(bucket, [place]);
  }
  return places;
}

/** These buckets, as a list that a query takes. */
export const inBuckets = (buckets: readonly number[]) =>
  sql`any(${sql.val([...buckets])}::smallint[])`;
