import { sql } from 'kysely';
import type { Database, Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import { columnsContext, importRow } from './get-import.ts';

/** A row that was not imported. `reason` is stored in plain and holds no value of the row. */
export interface Reject {
  readonly line: number;
  readonly reason: string;
  /** As they stood; the whole line as one field when it could not be taken apart. */
  readonly fields: readonly string[];
}

const PAGE = 500;
const context = (importId: string, line: number) => `import_rejects:${importId}:${line}`;

export async function storeRejects(
  tx: Tx,
  keys: OrganizationKeys,
  importId: string,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const column = <T>(of: (reject: Reject) => T) => sql.val(rejects.map(of));
  await sql`
    insert into import_rejects (organization_id, import_id, line, reason, row_sealed)
    select ${keys.organizationId}::uuid, ${importId}::uuid, line, reason, row_sealed
    from unnest(
      ${column((reject) => reject.line)}::integer[],
      ${column((reject) => reject.reason)}::text[],
      ${column(({ fields, line }) => keys.sealJson(fields, context(importId, line)))}::bytea[]
    ) as new (line, reason, row_sealed)`.execute(tx);
}

/**
 * The rejected rows as a CSV file in UTF-8, piece by piece: the line in the uploaded file, the
 * reason, then the columns as they were, so that they can be mended and uploaded again. Null when
 * there is no such import.
 *
 * A cell that a spreadsheet would run as a formula (it begins with = or @, or with + or - and is no
 * number, or with a tab) gets an apostrophe in front; every other cell is exact.
 */
export async function rejectsCsv(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
): Promise<AsyncGenerator<string> | null> {
  const row = await importRow(db, { organizationId: keys.organizationId, importId });
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
    const rows = await db
      .selectFrom('import_rejects')
      .select(['line', 'reason', 'row_sealed'])
      .where('organization_id', '=', keys.organizationId)
      .where('import_id', '=', importId)
      .where('line', '>', after)
      .orderBy('line')
      .limit(PAGE)
      .execute();
    const lines = rows.map(({ line, reason, row_sealed }) => {
      const fields = keys.openJson(row_sealed, context(importId, line)) as string[];
      return csvLine([String(line), reason, ...fields]);
    });
    yield lines.join('');
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.line ?? after;
  }
}

/** One line of a CSV file that a spreadsheet can open without running anything in it. */
export function csvLine(fields: readonly string[]): string {
  const cells = fields.map((field) => {
    const formula = /^[=@\t\r]/.test(field) || /^[+-](?![\d\s().,-]*$)/.test(field);
    const text = formula ? `'${field}` : field;
    return /[",\r\n]/.test(text) || formula ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(',')}\r\n`;
}
