import {
  CSV_DELIMITERS,
  type CsvDelimiter,
  type CsvLine,
  type CsvRecord,
  csvReader,
  detectDelimiter,
  jsonKeys,
  jsonReader,
} from '@postern/core/contacts';
import { fileLines, type LineEnd } from './file-lines.ts';

/** How a file is written, as it was found. */
export interface Dialect {
  /** Missing in files from before there was another than CSV. */
  readonly format?: 'csv' | 'ndjson';
  readonly delimiter: CsvDelimiter;
  readonly byteOrderMark: boolean;
  readonly lineEnd: LineEnd;
}

export type Inspected =
  | {
      readonly kind: 'csv';
      readonly dialect: Dialect;
      readonly headings: readonly string[];
      /** Where the rows begin: byte and line. */
      readonly start: number;
      readonly line: number;
      /** The first rows, as far as the beginning of the file holds them. */
      readonly rows: readonly CsvRecord[];
    }
  | { readonly kind: 'refused'; readonly problem: string };

const SAMPLE_LINES = 50;
const BOM = Buffer.of(0xef, 0xbb, 0xbf);

/** Reads the beginning of a file: dialect, heading and first rows. `whole`: nothing follows it. */
export async function inspectFile(beginning: Buffer, whole: boolean): Promise<Inspected> {
  const problem = notCsv(beginning);
  if (problem !== null) return { kind: 'refused', problem };
  const lineEnd: LineEnd = beginning.includes(0x0a) || !beginning.includes(0x0d) ? 'lf' : 'cr';
  const lines = [];
  for await (const some of fileLines(once(beginning), { start: 0, first: 1, lineEnd })) {
    // one by one: as arguments of one call, hundreds of thousands are more than the stack holds
    for (const line of some) lines.push(line);
  }
  // the last line of a beginning may be half a line
  if (!whole) lines.pop();
  if (!whole && lines.length === 0) {
    return { kind: 'refused', problem: 'The first line is too long to be a heading.' };
  }
  if (
    lines
      .find(({ text }) => text.trim() !== '')
      ?.text.trimStart()
      .startsWith('{')
  ) {
    return inspectJson(lines, { beginning, lineEnd });
  }
  const named = delimiterNamed(lines[0]);
  if (named !== undefined) lines.shift();
  const delimiter = named ?? detectDelimiter(lines.slice(0, SAMPLE_LINES).map((line) => line.text));
  const dialect: Dialect = {
    format: 'csv',
    delimiter,
    byteOrderMark: beginning.subarray(0, 3).equals(BOM),
    lineEnd,
  };

  const heading = csvReader(delimiter, null);
  let first: CsvRecord | undefined;
  for (const line of lines) {
    [first] = heading.push(line);
    if (first !== undefined) break;
  }
  first ??= heading.finish()[0];
  if (first === undefined) return { kind: 'refused', problem: 'The file is empty.' };
  if (first.kind === 'broken') {
    return {
      kind: 'refused',
      problem: `The heading (line ${first.line}) cannot be read. ${first.reason}`,
    };
  }
  const { end, nextLine, fields } = first;
  const body = csvReader(delimiter, fields.length);
  const rows = lines.filter((line) => line.end > end).flatMap((line) => body.push(line));
  if (whole) for (const row of body.finish()) rows.push(row);
  const headings = fields.map((field) => field.trim());
  return { kind: 'csv', dialect, headings, start: end, line: nextLine, rows };
}

/** Excel takes a first line such as "sep=;" for the delimiter's name, and so do programs that write for it. */
function delimiterNamed(first: CsvLine | undefined): CsvDelimiter | undefined {
  const [, named] = /^"?sep=(.)"?$/iu.exec(first?.text ?? '') ?? [];
  return CSV_DELIMITERS.find((delimiter) => delimiter === named);
}

/** The keys of the objects at the beginning are what headings are in CSV. */
function inspectJson(
  lines: readonly CsvLine[],
  { beginning, lineEnd }: { readonly beginning: Buffer; readonly lineEnd: LineEnd },
): Inspected {
  const headings = jsonKeys(lines.map(({ text }) => text));
  if (headings.length === 0) {
    return {
      kind: 'refused',
      problem: 'No line at the beginning is a JSON object with a key; expected one object a line.',
    };
  }
  const reader = jsonReader(headings);
  const rows = lines.flatMap((line) => reader.push(line));
  const byteOrderMark = beginning.subarray(0, 3).equals(BOM);
  const dialect: Dialect = { format: 'ndjson', delimiter: ',', byteOrderMark, lineEnd };
  return { kind: 'csv', dialect, headings, start: 0, line: 1, rows };
}

function notCsv(beginning: Buffer): string | null {
  const [a, b] = beginning;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    return 'The file is in UTF-16. Save it as “CSV UTF-8” and upload it again.';
  }
  if (a === 0x50 && b === 0x4b) {
    return 'The file is a spreadsheet or an archive. Save it as “CSV UTF-8” and upload it again.';
  }
  const nothing = beginning.indexOf(0);
  if (nothing === -1) return null;
  const line = beginning
    .subarray(0, nothing)
    .toString('latin1')
    .split(/\r\n|\r|\n/).length;
  return `Line ${line} holds a NUL, which no text does; expected CSV in UTF-8.`;
}

async function* once(buffer: Buffer): AsyncGenerator<Buffer> {
  yield buffer;
}
