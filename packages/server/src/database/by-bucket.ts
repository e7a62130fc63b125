import { type RawBuilder, sql } from 'kysely';
import { bucketOf } from './bucket.ts';
import { list, placesOf } from './list.ts';

/**
 * Ids by their buckets: rows of (bucket, ids), few where the ids are of one batch. One look into an
 * index by (bucket, organization, id) finds all of a row: `id = any(wanted.ids)`. `literally`: for a COPY,
 * which takes no parameters.
 */
export function byBucket(
  ids: readonly string[],
  { literally = false }: { readonly literally?: boolean } = {},
): RawBuilder<unknown> {
  const buckets = new Map<number, string[]>();
  for (const id of ids) {
    const bucket = bucketOf(id);
    const known = buckets.get(bucket);
    if (known === undefined) buckets.set(bucket, [id]);
    else known.push(id);
  }
  const groups = [...buckets.values()];
  const { first, last } = placesOf(groups);
  const all = literally ? literal : list;
  return sql`(select place.bucket, (${all('uuid', groups.flat())})[place.first:place.last] as ids
    from unnest(${all('smallint', [...buckets.keys()])}, ${all('integer', first)},
      ${all('integer', last)}) as place (bucket, first, last))`;
}

const literal = (type: string, values: readonly (string | number)[]): RawBuilder<unknown> =>
  sql`${sql.lit(`{${values.join(',')}}`)}::${sql.raw(type)}[]`;
