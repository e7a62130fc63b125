import type pg from 'pg';
import { bucketOf } from '../../packages/server/src/database/bucket.ts';
import { TRAITS } from '../population/traits.ts';
import { stored } from './dictionary.ts';
import { decoded, type PageColumn } from './page-columns.ts';
import type { Change } from './shape.ts';
import { ORGANIZATION } from './tokens.ts';

interface Located {
  readonly change: Change;
  readonly page: number;
  readonly slot: number;
}

/** Bucket after bucket, in one transaction: the pages of what changed are read, patched, written. */
export async function changePages(
  pool: pg.Pool,
  table: string,
  size: number,
  changes: readonly Change[],
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const byBucket = Map.groupBy(changes, ({ person }) => bucketOf(person.id));
    for (const [bucket, some] of byBucket) {
      const located = await locate(client, table, size, bucket, some);
      await patch(client, table, bucket, located);
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function locate(
  client: pg.PoolClient,
  table: string,
  size: number,
  bucket: number,
  changes: readonly Change[],
): Promise<readonly Located[]> {
  const { rows } = await client.query<{ contact_id: string; place: number }>({
    name: `${table}_locate`,
    text: `select contact_id, place from ${table}_places
      where bucket = $1 and organization_id = $2 and contact_id = any($3)`,
    values: [bucket, ORGANIZATION, changes.map(({ person }) => person.id)],
  });
  const places = new Map(rows.map(({ contact_id, place }) => [contact_id, place]));
  return changes.map((change) => {
    const place = places.get(change.person.id);
    if (place === undefined) throw new Error(`The contact ${change.person.id} has no place.`);
    return { change, page: Math.floor(place / size), slot: place % size };
  });
}

interface StoredPage {
  readonly page: number;
  readonly attribute: number;
  readonly contacts: number;
  readonly data: Buffer;
}

async function patch(
  client: pg.PoolClient,
  table: string,
  bucket: number,
  located: readonly Located[],
): Promise<void> {
  const wanted = new Map<string, readonly [number, number]>();
  for (const { page, change } of located) {
    for (const at of change.changed) wanted.set(`${page}:${at + 1}`, [page, at + 1]);
  }
  const keys = [...wanted.values()];
  const { rows } = await client.query<StoredPage>({
    name: `${table}_read`,
    text: `select d.page, d.attribute, d.data, i.contacts
      from unnest($3::int[], $4::int[]) w(page, attribute)
      join ${table}_data d on d.bucket = $1 and d.organization_id = $2
        and d.page = w.page and d.attribute = w.attribute
      join ${table}_ids i on i.bucket = $1 and i.organization_id = $2 and i.page = w.page
      for update of d`,
    values: [bucket, ORGANIZATION, keys.map(([page]) => page), keys.map(([, number]) => number)],
  });
  const columns = new Map<string, PageColumn>();
  for (const { page, attribute, contacts, data } of rows) {
    const trait = TRAITS[attribute - 1];
    if (trait) columns.set(`${page}:${attribute}`, decoded(trait, data, contacts));
  }
  for (const { page, slot, change } of located) {
    for (const at of change.changed) {
      columns.get(`${page}:${at + 1}`)?.set(slot, stored(at, change.person.values[at] ?? null));
    }
  }
  await client.query({
    name: `${table}_write`,
    text: `update ${table}_data d set data = u.data
      from unnest($3::int[], $4::int[], $5::bytea[]) u(page, attribute, data)
      where d.bucket = $1 and d.organization_id = $2
        and d.page = u.page and d.attribute = u.attribute`,
    values: [
      bucket,
      ORGANIZATION,
      rows.map(({ page }) => page),
      rows.map(({ attribute }) => attribute),
      rows.map(({ page, attribute, contacts }) =>
        columns.get(`${page}:${attribute}`)?.encode(contacts),
      ),
    ],
  });
}
