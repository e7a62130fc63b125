import { type RawBuilder, sql } from 'kysely';
import { bucketOf } from './bucket.ts';
import { list, placesOf } from './list.ts';

/**
 * Ids by their buckets: rows of (bucket, ids), few where the ids are of one batch. One look into an
 * index by (bucket, organization, id) finds all of a row: `id = any(wanted.ids)`.
 */
export function byBucket(ids: readonly string[]): RawBuilder<unknown> {
  const buckets = new Map<number, string[]>();
  for (const id of ids) {
    const bucket = bucketOf(id);
    const known = buckets.get(bucket);
    if (known === undefined) buckets.set(bucket, [id]);
    else known.push(id);
  }
  const groups = [...buckets.values()];
  const { first, last } = placesOf(groups);
  return sql`(select place.bucket, (${list('uuid', groups.flat())})[place.first:place.last] as ids
    from unnest(${list('smallint', [...buckets.keys()])}, ${list('integer', first)},
      ${list('integer', last)}) as place (bucket, first, last))`;
}
