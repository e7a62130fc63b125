import type { CellFault } from '@postern/core/consent-exchange';
import { sql } from 'kysely';
import { csvLine } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { columnsContext, exchangeRow } from './get-exchange.ts';

/** What is to be said of a row. It holds what stood there, so it is sealed. */
export interface RowReport {
  readonly line: number;
  readonly verdict: 'rejected' | 'no_effect';
  readonly faults: readonly CellFault[];
  /** Why a document allows nothing, or a row could not be taken apart: a sentence each. */
  readonly reasons: readonly string[];
  /** The row as it stood; the whole line where it could not be taken apart. */
  readonly fields: readonly string[];
}

type Sealed = Pick<RowReport, 'faults' | 'reasons' | 'fields'>;

const PAGE = 500;
const context = (importId: string, line: number) => `consent_import_rows:${importId}:${line}`;

export async function storeReports(
  tx: Tx,
  keys: OrganizationKeys,
  importId: string,
  reports: readonly RowReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const column = <T>(of: (report: RowReport) => T) => sql.val(reports.map(of));
  await sql`
    insert into consent_import_rows (organization_id, import_id, line, verdict, report_sealed)
    select ${keys.organizationId}::uuid, ${importId}::uuid, line, verdict, report
    from unnest(
      ${column(({ line }) => line)}::integer[],
      ${column(({ verdict }) => verdict)}::text[],
      ${column(({ line, faults, reasons, fields }) =>
        keys.sealJson({ faults, reasons, fields } satisfies Sealed, context(importId, line)),
      )}::bytea[]
    ) as new (line, verdict, report)`.execute(tx);
}

/** Rows of which there is something to say, in the order of the file, after line `after`. */
export async function listReports(
  db: Database | Tx,
  keys: OrganizationKeys,
  importId: string,
  {
    after,
    limit,
    verdict,
  }: {
    readonly after: number;
    readonly limit: number;
    readonly verdict?: RowReport['verdict'];
  },
): Promise<readonly RowReport[]> {
  const rows = await db
    .selectFrom('consent_import_rows')
    .select(['line', 'verdict', 'report_sealed'])
    .where('organization_id', '=', keys.organizationId)
    .where('import_id', '=', importId)
    .where('line', '>', after)
    .$if(verdict !== undefined, (query) => query.where('verdict', '=', verdict ?? 'rejected'))
    .orderBy('line')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const opened = keys.openJson(row.report_sealed, context(importId, row.line)) as Sealed;
    return { line: row.line, verdict: row.verdict, ...opened };
  });
}

/** "scope holds “all”; expected one of: …" */
const faultSentence = ({ column, found, expected }: CellFault): string =>
  found === ''
    ? `${column} is empty; expected ${expected}.`
    : `${column} holds “${found}”; expected ${expected}.`;

/**
 * The rejected rows as CSV in UTF-8, piece by piece: line, reason, then the row as it was, to be
 * mended and uploaded again. Null when there is no such file.
 */
export async function rejectedRowsCsv(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
): Promise<AsyncGenerator<string> | null> {
  const row = await exchangeRow(db, { organizationId: keys.organizationId, importId });
  if (row === null) return null;
  const headings = keys.openJson(row.columns_sealed, columnsContext(importId)) as string[];
  return pieces(db, keys, importId, headings);
}

async function* pieces(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
  headings: readonly string[],
): AsyncGenerator<string> {
  // with the mark, spreadsheets know it for UTF-8
  yield `\u{feff}${csvLine(['line', 'reason', ...headings])}`;
  for (let after = 0; ; ) {
    const page = { after, limit: PAGE, verdict: 'rejected' } as const;
    const rows = await listReports(db, keys, importId, page);
    yield rows
      .map(({ line, faults, reasons, fields }) =>
        csvLine([String(line), [...faults.map(faultSentence), ...reasons].join(' '), ...fields]),
      )
      .join('');
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.line ?? after;
  }
}
