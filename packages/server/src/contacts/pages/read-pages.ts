import { type Column, decodeColumn } from '@postern/core/columns';
import { sql } from 'kysely';
import { validate } from 'uuid';
import { copyOutEach, type Database, type Tx } from '../../database/index.ts';
import { newShelf, type Shelf } from './shelf.ts';

/** The attributes of pages that no definition has. */
export const STANDING = 0;
export const IDS = -1;

/** One page of contacts: what was read of it, by attribute number. */
export interface Page {
  readonly bucket: number;
  readonly page: number;
  readonly columns: ReadonlyMap<number, Column>;
}

/**
 * The pages of an organization's contacts in these buckets, by bucket and page; of each, these
 * attributes. An attribute of which nothing is known is missing. They lie on the `shelf`.
 */
export async function readPages(
  db: Database | Tx,
  organizationId: string,
  attributes: readonly number[],
  buckets: readonly number[],
  shelf: Shelf = newShelf(),
): Promise<readonly Page[]> {
  if (buckets.length === 0 || attributes.length === 0) return [];
  if (!validate(organizationId)) throw new TypeError('An organization has a UUID.');
  const pages = pageTaker(shelf);
  await copyOutEach(
    db,
    // in the order of the index, so that nothing is sorted
    sql`select bucket, page, attribute, data from contact_pages
      where organization_id = ${sql.lit(organizationId)}
        and bucket = any(${numbers(buckets)}::smallint[])
        and attribute = any(${numbers(attributes)}::integer[])
      order by bucket, attribute, page`,
    pages.take,
  );
  return pages.taken().toSorted((a, b) => a.bucket - b.bucket || a.page - b.page);
}

/** Certain pages; of each, these attributes. */
export async function readCertainPages(
  db: Database | Tx,
  organizationId: string,
  attributes: readonly number[],
  wanted: readonly { readonly bucket: number; readonly page: number }[],
): Promise<readonly Page[]> {
  if (wanted.length === 0 || attributes.length === 0) return [];
  if (!validate(organizationId)) throw new TypeError('An organization has a UUID.');
  const pages = pageTaker(newShelf());
  await copyOutEach(
    db,
    sql`select p.bucket, p.page, p.attribute, p.data
      from unnest(${numbers(wanted.map(({ bucket }) => bucket))}::smallint[],
        ${numbers(wanted.map(({ page }) => page))}::smallint[]) as wanted (bucket, page),
      -- "offset 0": looks into the index, never a scan that compares each page with the list
      lateral (
        select bucket, page, attribute, data from contact_pages
        where bucket = wanted.bucket and organization_id = ${sql.lit(organizationId)}
          and attribute = any(${numbers(attributes)}::integer[]) and page = wanted.page
        offset 0
      ) p`,
    pages.take,
  );
  return pages.taken();
}

/** Where the fields of a row of bucket, page, attribute and data lie: each behind its length. */
const [BUCKET, PAGE, ATTRIBUTE, DATA] = [6, 12, 18, 26];

/** Takes rows of bucket, page, attribute and data. */
function pageTaker(shelf: Shelf) {
  const pages = new Map<number, Page & { readonly columns: Map<number, Column> }>();
  return {
    take: (row: Buffer) => {
      const [bucket, page] = [row.readInt16BE(BUCKET), row.readInt16BE(PAGE)];
      const place = bucket * 2 ** 16 + page;
      let known = pages.get(place);
      if (known === undefined) pages.set(place, (known = { bucket, page, columns: new Map() }));
      const data = shelf.put(row.subarray(DATA));
      known.columns.set(row.readInt32BE(ATTRIBUTE), decodeColumn(data));
    },
    taken: (): readonly Page[] => [...pages.values()],
  };
}

/** COPY takes no parameters. */
const numbers = (all: readonly number[]) => {
  if (!all.every(Number.isInteger)) throw new TypeError('Expected whole numbers.');
  return sql.lit(`{${all.join(',')}}`);
};
