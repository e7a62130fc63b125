import type { Database } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import { columnsContext, importRow } from './get-import.ts';
import { type Report, readReport } from './report-pages.ts';

/**
 * The rejected rows as a CSV file in UTF-8, piece by piece: the line in the uploaded file, the
 * reason, then the columns as they were, so that they can be mended and uploaded again. Null when
 * there is no such import.
 *
 * A cell that a spreadsheet would run as a formula (it begins with = or @, or with + or - and is no
 * number, or with a tab) gets an apostrophe in front; every other cell is exact.
 */
export function rejectsCsv(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
): Promise<AsyncGenerator<string> | null> {
  return reportCsv(db, keys, importId, 'rejects');
}

/** Rows whose address is hardly a person's, in the same form; the reason says why. */
export function warningsCsv(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
): Promise<AsyncGenerator<string> | null> {
  return reportCsv(db, keys, importId, 'warnings');
}

async function reportCsv(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
  report: Report,
): Promise<AsyncGenerator<string> | null> {
  const row = await importRow(db, { organizationId: keys.organizationId, importId });
  if (row === null) return null;
  const headings = keys.openJson(row.columns_sealed, columnsContext(importId)) as string[];
  return pieces(db, keys, importId, report, headings);
}

async function* pieces(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
  report: Report,
  headings: readonly string[],
): AsyncGenerator<string> {
  // with the mark, spreadsheets know it for UTF-8
  yield `\u{feff}${csvLine(['line', 'reason', ...headings])}`;
  for await (const rows of readReport(db, keys, importId, report)) {
    yield rows
      .map(({ line, reason, fields }) => csvLine([String(line), reason, ...fields]))
      .join('');
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
