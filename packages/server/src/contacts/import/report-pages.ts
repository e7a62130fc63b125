import { copyIn, type Database, type Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { ImportRef } from './deps.ts';

/** A row of the file that a report tells. `reason` holds no value of the row. */
export interface ReportedRow {
  readonly line: number;
  readonly reason: string;
  /** As they stood; the whole line as one field when it could not be taken apart. */
  readonly fields: readonly string[];
}

/** Rows that were not imported, or were with an address that is hardly a person's. */
export type Report = 'rejects' | 'warnings';

/** Sealed together, ten million rows are ten thousand. */
const MOST_ROWS = 1_000;
const MOST_CHARACTERS = 262_144;

const contextOf = (report: Report, importId: string, line: number) =>
  report === 'rejects'
    ? `import_rejects:${importId}:${line}`
    : `import_warnings:${importId}:${line}`;

type StoredRow = readonly [line: number, reason: string, fields: readonly string[]];

/** Adds rows, which are all behind those that are there, in one COPY. */
export async function storeReport(
  tx: Tx,
  keys: OrganizationKeys,
  { organizationId, importId }: ImportRef,
  report: Report,
  rows: readonly ReportedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const sorted = rows.toSorted((a, b) => a.line - b.line);
  const pages = [...inPages(sorted)].map((page) => {
    const line = page[0]?.line ?? 0;
    const stored = page.map((row): StoredRow => [row.line, row.reason, row.fields]);
    const sealed = keys.sealJson(stored, contextOf(report, importId, line));
    return [organizationId, importId, line, page.length, sealed] as const;
  });
  const key = {
    organization_id: 'uuid',
    import_id: 'uuid',
    line: 'integer',
    rows: 'integer',
  } as const;
  if (report === 'rejects') {
    await copyIn(tx, 'import_rejects', { ...key, row_sealed: 'bytea' }, pages);
  } else await copyIn(tx, 'import_warnings', { ...key, rows_sealed: 'bytea' }, pages);
}

function* inPages(rows: readonly ReportedRow[]): Generator<readonly ReportedRow[]> {
  let page: ReportedRow[] = [];
  let characters = 0;
  for (const row of rows) {
    page.push(row);
    characters += row.fields.reduce((sum, field) => sum + field.length, 0);
    if (page.length < MOST_ROWS && characters < MOST_CHARACTERS) continue;
    yield page;
    page = [];
    characters = 0;
  }
  if (page.length > 0) yield page;
}

/** The rows of a report in the order of the file, page by page. */
export async function* readReport(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
  report: Report,
): AsyncGenerator<readonly ReportedRow[]> {
  for (let after = 0; ; ) {
    const page = await pageAfter(db, keys, importId, report, after);
    if (page === null) return;
    yield page.rows;
    after = page.line;
  }
}

async function pageAfter(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
  report: Report,
  after: number,
): Promise<{ readonly line: number; readonly rows: readonly ReportedRow[] } | null> {
  const open = (sealed: Buffer, line: number) =>
    keys.openJson(sealed, contextOf(report, importId, line));
  if (report === 'warnings') {
    const row = await db
      .selectFrom('import_warnings')
      .select(['line', 'rows_sealed'])
      .where('organization_id', '=', keys.organizationId)
      .where('import_id', '=', importId)
      .where('line', '>', after)
      .orderBy('line')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { line: row.line, rows: shown(open(row.rows_sealed, row.line) as StoredRow[]) };
  }
  const row = await db
    .selectFrom('import_rejects')
    .select(['line', 'reason', 'row_sealed'])
    .where('organization_id', '=', keys.organizationId)
    .where('import_id', '=', importId)
    .where('line', '>', after)
    .orderBy('line')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { line, reason } = row;
  const opened = open(row.row_sealed, line);
  // one from before rows were sealed together
  if (reason !== null) return { line, rows: [{ line, reason, fields: opened as string[] }] };
  return { line, rows: shown(opened as StoredRow[]) };
}

const shown = (rows: readonly StoredRow[]) =>
  rows.map(([line, reason, fields]) => ({ line, reason, fields }));
