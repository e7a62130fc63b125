import type { CsvReader, CsvRecord } from './csv-reader.ts';

/** A row's cells by `headings`, or what is wrong with it. */
type Cells = { readonly fields: readonly string[] } | { readonly reason: string };

const NO_OBJECT = 'The line is not a JSON object.';
const TOO_LONG = 'The line is too long to be a row.';

/**
 * Reads NDJSON, one JSON object (RFC 8259) a line: each key is a column, under whose heading it is
 * mapped. A text, a number and a truth value are cells as they stand, null and a missing key are empty,
 * an array of them is a list. Blank lines are passed over.
 */
export function jsonReader(headings: readonly string[]): CsvReader {
  const columns = new Map(headings.map((heading, column) => [heading, column]));
  return {
    push: ({ number: line, text, end, cut }) => {
      if (text.trim() === '') return [];
      const place = { line, end, nextLine: line + 1 };
      const read = cut ? { reason: TOO_LONG } : cellsOf(text, columns);
      const record: CsvRecord =
        'fields' in read
          ? { kind: 'row', ...place, fields: read.fields }
          : { kind: 'broken', ...place, fields: [text], reason: read.reason };
      return [record];
    },
    finish: () => [],
  };
}

/** The keys of the objects in these lines, in the order in which they come. */
export function jsonKeys(lines: readonly string[]): readonly string[] {
  const keys = new Set<string>();
  for (const line of lines) for (const key of Object.keys(objectIn(line) ?? {})) keys.add(key);
  return [...keys];
}

function cellsOf(text: string, columns: ReadonlyMap<string, number>): Cells {
  const object = objectIn(text);
  if (object === null) return { reason: NO_OBJECT };
  const fields = Array.from({ length: columns.size }, () => '');
  for (const [key, value] of Object.entries(object)) {
    const column = columns.get(key);
    if (column === undefined) {
      return {
        reason:
          'The object has a key that none at the beginning of the file has, so that nobody has said what it holds. Give the first object all keys.',
      };
    }
    const cell = cellOf(value);
    if (typeof cell !== 'string') return { reason: `Column ${column + 1} ${cell.problem}` };
    fields[column] = cell;
  }
  return { fields };
}

function cellOf(value: unknown): string | { readonly problem: string } {
  if (value === null) return '';
  if (!Array.isArray(value)) return plain(value) ?? { problem: NESTED };
  const items = value.map(plain);
  if (items.some((item) => item === null)) return { problem: NESTED };
  if (items.some((item) => item !== null && /[;|]/.test(item))) {
    return { problem: 'has an item with a semicolon or a bar, which stand between items.' };
  }
  return items.join(';');
}

const NESTED =
  'holds an object or a list within; expected a text, a number, true, false, null, or a list of those.';

function plain(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
