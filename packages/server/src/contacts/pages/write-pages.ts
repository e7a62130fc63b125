import { type CellChanges, type ColumnKind, changedColumn } from '@postern/core/columns';
import { sql } from 'kysely';
import { parse as uuidBytes } from 'uuid';
import { copyIn, list, type Tx } from '../../database/index.ts';
import { type Page, readCertainPages } from './read-pages.ts';

/** What becomes of some cells of a page, those of one attribute. */
export interface ColumnChange extends CellChanges {
  readonly attribute: number;
  readonly kind: ColumnKind;
}

export interface PageChange {
  readonly bucket: number;
  readonly page: number;
  readonly columns: readonly ColumnChange[];
}

/**
 * Writes cells: each page of each attribute that has one is read, changed and written once. The caller
 * is the organization's only writer of contacts.
 */
export async function writePages(
  tx: Tx,
  organizationId: string,
  pages: readonly PageChange[],
): Promise<void> {
  const organization = uuidBytes(organizationId);
  const attributes = new Set(pages.flatMap(({ columns }) => columns.map((one) => one.attribute)));
  const before = await readCertainPages(tx, organizationId, [...attributes], pages);
  const stored = new Map(before.map((page) => [`${page.bucket} ${page.page}`, page]));
  await forgetColumns(tx, organizationId, pages, stored);
  await copyIn(tx, 'contact_pages', COLUMNS, rowsOf(organization, pages, stored));
}

const COLUMNS = {
  bucket: 'smallint',
  organization_id: 'uuid',
  attribute: 'integer',
  page: 'smallint',
  data: 'bytea',
} as const;

function* rowsOf(
  organization: Uint8Array,
  pages: readonly PageChange[],
  stored: ReadonlyMap<string, Page>,
) {
  for (const { bucket, page, columns } of pages) {
    const before = stored.get(`${bucket} ${page}`);
    for (const column of columns) {
      const { attribute, kind } = column;
      const old = before?.columns.get(attribute) ?? null;
      const data = changedColumn(kind, old, column);
      if (data !== null) yield [bucket, organization, attribute, page, data] as const;
    }
  }
}

async function forgetColumns(
  tx: Tx,
  organizationId: string,
  pages: readonly PageChange[],
  stored: ReadonlyMap<string, Page>,
): Promise<void> {
  const old = pages.flatMap(({ bucket, page, columns }) =>
    columns.flatMap(({ attribute }) =>
      stored.get(`${bucket} ${page}`)?.columns.has(attribute) ? [{ bucket, attribute, page }] : [],
    ),
  );
  if (old.length === 0) return;
  await sql`
    delete from contact_pages p
    using unnest(${list(
      'smallint',
      old.map(({ bucket }) => bucket),
    )}, ${list(
      'integer',
      old.map(({ attribute }) => attribute),
    )}, ${list(
      'smallint',
      old.map(({ page }) => page),
    )}) as old (bucket, attribute, page)
    where p.bucket = old.bucket and p.organization_id = ${organizationId}
      and p.attribute = old.attribute and p.page = old.page`.execute(tx);
}
