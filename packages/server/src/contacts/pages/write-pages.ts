import { type Cell, type ColumnKind, changedColumn, PAGE_CONTACTS } from '@postern/core/columns';
import { sql } from 'kysely';
import { copyIn, type Tx } from '../../database/index.ts';
import { type Page, readWholePages } from './read-pages.ts';

/** What becomes of one cell: that of the contact at `place` of the bucket, in the attribute's column. */
export interface CellChange {
  readonly bucket: number;
  readonly place: number;
  readonly attribute: number;
  readonly kind: ColumnKind;
  readonly cell: Cell;
}

/**
 * Writes cells: each page of each attribute that has one is read, changed and written once. The caller
 * is the organization's only writer of contacts.
 */
export async function writeCells(
  tx: Tx,
  organizationId: string,
  changes: Iterable<CellChange>,
): Promise<void> {
  const pages = new Map<string, ChangedPage>();
  for (const { bucket, place, attribute, kind, cell } of changes) {
    const page = Math.floor(place / PAGE_CONTACTS);
    const name = `${bucket} ${page}`;
    const known = pages.get(name) ?? { bucket, page, columns: new Map() };
    if (known.columns.size === 0) pages.set(name, known);
    const column = known.columns.get(attribute) ?? { kind, cells: new Map() };
    if (column.cells.size === 0) known.columns.set(attribute, column);
    column.cells.set(place % PAGE_CONTACTS, cell);
  }
  const before = await readWholePages(tx, organizationId, [...pages.values()]);
  const stored = new Map(before.map((page) => [`${page.bucket} ${page.page}`, page]));
  await forgetColumns(tx, organizationId, pages, stored);
  await copyIn(tx, 'contact_pages', COLUMNS, rowsOf(organizationId, pages, stored));
}

interface ChangedPage {
  readonly bucket: number;
  readonly page: number;
  readonly columns: Map<number, { readonly kind: ColumnKind; readonly cells: Map<number, Cell> }>;
}

const COLUMNS = {
  bucket: 'smallint',
  organization_id: 'uuid',
  attribute: 'integer',
  page: 'smallint',
  data: 'bytea',
} as const;

function* rowsOf(
  organizationId: string,
  pages: ReadonlyMap<string, ChangedPage>,
  stored: ReadonlyMap<string, Page>,
) {
  for (const [name, { bucket, page, columns }] of pages) {
    for (const [attribute, { kind, cells }] of columns) {
      const data = changedColumn(kind, stored.get(name)?.columns.get(attribute) ?? null, cells);
      if (data !== null) yield [bucket, organizationId, attribute, page, data] as const;
    }
  }
}

async function forgetColumns(
  tx: Tx,
  organizationId: string,
  pages: ReadonlyMap<string, ChangedPage>,
  stored: ReadonlyMap<string, Page>,
): Promise<void> {
  const old = [...pages].flatMap(([name, { bucket, page, columns }]) =>
    [...columns.keys()].flatMap((attribute) =>
      stored.get(name)?.columns.has(attribute) ? [{ bucket, attribute, page }] : [],
    ),
  );
  if (old.length === 0) return;
  const column = (key: 'bucket' | 'attribute' | 'page') => sql.val(old.map((one) => one[key]));
  await sql`
    delete from contact_pages p
    using unnest(${column('bucket')}::smallint[], ${column('attribute')}::integer[],
      ${column('page')}::smallint[]) as old (bucket, attribute, page)
    where p.bucket = old.bucket and p.organization_id = ${organizationId}
      and p.attribute = old.attribute and p.page = old.page`.execute(tx);
}
