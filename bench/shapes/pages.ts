import type pg from 'pg';
import { BUCKETS, bucketOf } from '../../packages/server/src/database/bucket.ts';
import type { Person } from '../population/people.ts';
import { TRAITS } from '../population/traits.ts';
import {
  BINARY_HEADER,
  BINARY_TRAILER,
  binaryRow,
  type Copy,
  int2,
  int4,
  openCopy,
  uuidBytes,
} from './copy.ts';
import { loadWords, stored } from './dictionary.ts';
import { changePages } from './page-changes.ts';
import { type PageColumn, pageColumn } from './page-columns.ts';
import { countPages } from './page-counts.ts';
import type { Shape } from './shape.ts';
import { ORGANIZATION } from './tokens.ts';

interface OpenPage {
  page: number;
  contacts: number;
  readonly ids: Buffer;
  readonly columns: readonly PageColumn[];
}

/**
 * D: contacts have a place in their bucket. A row of `data` holds one attribute of `size` of them, a
 * row of `ids` who they are, and a dictionary gives each token of an attribute a small number.
 */
export function pages(url: string, pool: pg.Pool, size: 1_024 | 4_096): Shape {
  const table = `shape_pages_${size}`;
  const open = (page: number): OpenPage => ({
    page,
    contacts: 0,
    ids: Buffer.alloc(16 * size),
    columns: TRAITS.map((trait) => pageColumn(trait, size)),
  });
  return {
    name: `D pages of ${size}`,
    tables: ['data', 'ids', 'places', 'words'].map((part) => `${table}_${part}`),
    async create() {
      await pool.query(`
        create table ${table}_data (
          bucket smallint not null, organization_id uuid not null, page integer not null,
          attribute integer not null, data bytea not null,
          primary key (bucket, organization_id, page, attribute));
        alter table ${table}_data alter data set storage external;
        alter table ${table}_data set (toast_tuple_target = 8160);
        create table ${table}_ids (
          bucket smallint not null, organization_id uuid not null, page integer not null,
          contacts integer not null, ids bytea not null,
          primary key (bucket, organization_id, page));
        alter table ${table}_ids alter ids set storage external;
        create table ${table}_places (
          bucket smallint not null, organization_id uuid not null, contact_id uuid not null,
          place integer not null, primary key (bucket, organization_id, contact_id));
        create table ${table}_words (
          organization_id uuid not null, attribute integer not null, token bytea not null,
          id integer not null, above integer[] not null,
          primary key (organization_id, attribute, token))`);
    },
    async load(people) {
      await loadWords(url, `${table}_words`);
      const copies = await Promise.all([
        openCopy(url, `copy ${table}_data from stdin (format binary)`),
        openCopy(url, `copy ${table}_ids from stdin (format binary)`),
        openCopy(url, `copy ${table}_places from stdin`),
      ]);
      const [data, ids, places] = copies;
      for (const copy of [data, ids]) await copy.write(BINARY_HEADER);
      const buckets = Array.from({ length: BUCKETS }, () => open(0));
      for (const person of people) {
        const bucket = bucketOf(person.id);
        const at = buckets[bucket] ?? open(0);
        const full = places.write(
          `${bucket}\t${ORGANIZATION}\t${person.id}\t${at.page * size + at.contacts}\n`,
        );
        if (full) await full;
        put(at, person);
        if (at.contacts < size) continue;
        await writePage(at, bucket, data, ids);
        buckets[bucket] = open(at.page + 1);
      }
      for (const [bucket, at] of buckets.entries()) {
        if (at.contacts > 0) await writePage(at, bucket, data, ids);
      }
      for (const copy of [data, ids]) await copy.write(BINARY_TRAILER);
      const seconds = await Promise.all(copies.map((copy) => copy.end()));
      return seconds.reduce((sum, one) => sum + one, 0);
    },
    index: async () => {},
    count: (tree) => countPages(pool, table, tree),
    change: (changes) => changePages(pool, table, size, changes),
  };
}

function put(at: OpenPage, { id, values }: Person): void {
  uuidBytes(id).copy(at.ids, at.contacts * 16);
  for (const [place, column] of at.columns.entries()) {
    const value = values[place] ?? null;
    if (value !== null) column.set(at.contacts, stored(place, value));
  }
  at.contacts += 1;
}

async function writePage(at: OpenPage, bucket: number, data: Copy, ids: Copy): Promise<void> {
  const key = [int2(bucket), uuidBytes(ORGANIZATION), int4(at.page)];
  const { contacts } = at;
  const full = ids.write(binaryRow([...key, int4(contacts), at.ids.subarray(0, contacts * 16)]));
  if (full) await full;
  for (const [place, column] of at.columns.entries()) {
    const wait = data.write(binaryRow([...key, int4(place + 1), column.encode(contacts)]));
    if (wait) await wait;
  }
}
