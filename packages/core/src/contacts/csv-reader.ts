import { type CsvDelimiter, type CsvFields, csvFields } from './csv-fields.ts';

/** One physical line of a file: its number from 1, and the byte after its end. */
export interface CsvLine {
  readonly number: number;
  readonly text: string;
  readonly end: number;
  /** The line is too long to be a row and `text` is only its beginning. */
  readonly cut?: boolean;
}

export type CsvRecord =
  | {
      readonly kind: 'row';
      readonly line: number;
      /** Asked for once: from then on they are taken apart anew each time. */
      readonly fields: readonly string[];
      /** Where reading goes on: the byte after it, and the number of the line there. */
      readonly end: number;
      readonly nextLine: number;
    }
  | {
      readonly kind: 'broken';
      readonly line: number;
      /** Too many or too few; the line as one field when it could not be taken apart. */
      readonly fields: readonly string[];
      readonly reason: string;
      readonly end: number;
      readonly nextLine: number;
    };

export interface CsvReader {
  /** Takes the next line; answers the records that are now complete. */
  push(line: CsvLine): CsvRecord[];
  /** No line follows: answers what is left. */
  finish(): CsvRecord[];
}

/** A quoted field may hold line breaks, but not a chapter: past this it is an unclosed quote. */
const MOST_LINES = 100;
const MOST_CHARACTERS = 262_144;

const MISPLACED =
  'A quotation mark is out of place. A field that holds one stands in quotation marks and writes it twice.';
const UNCLOSED = 'A quotation mark opens a field and none closes it.';
const TOO_LONG = 'The line is too long to be a row.';

/**
 * Reads the records of a CSV file (RFC 4180) line by line, and recovers from broken ones: a record
 * is broken when a quotation mark stands where none may, when it is not complete after 100 lines,
 * or when it has not `columns` fields (null: any number). Then its *first line* alone is rejected
 * and reading goes on at the next line, so an unclosed quote costs one row, not the rest of the file.
 *
 * Why that finds the next good row: every good record holds an even number of quotation marks, so
 * after one too many the marks of the rows that follow stand in the wrong places, which a strict
 * reader sees. (Only when a following field begins with a delimiter or a line break, inside its
 * quotes, and the columns happen to add up, can two rows read as one.)
 *
 * Blank lines, and rows of empty fields as spreadsheets leave them at the end, are passed over.
 */
export function csvReader(delimiter: CsvDelimiter, columns: number | null): CsvReader {
  const pending: CsvLine[] = [];
  let fields: CsvFields = csvFields(delimiter);
  let state: 'open' | 'done' | 'broken' = 'open';
  let fed = 0;
  let characters = 0;

  const restart = () => {
    fields = csvFields(delimiter);
    state = 'open';
    fed = 0;
    characters = 0;
  };
  const feed = () => {
    while (state === 'open' && fed < pending.length) {
      const line = pending[fed++] as CsvLine;
      characters += line.text.length;
      state = line.cut ? 'broken' : fields.feed(line.text);
    }
  };
  const settle = (final: boolean): CsvRecord[] => {
    const records: CsvRecord[] = [];
    for (;;) {
      if (fed === 0 && pending[0]?.text.trim() === '') {
        pending.shift();
        continue;
      }
      feed();
      const first = pending[0];
      if (first === undefined) return records;
      if (state === 'open' && !final && fed < MOST_LINES && characters < MOST_CHARACTERS) {
        return records;
      }
      const values = fields.values();
      if (state === 'done' && (columns === null || values.length === columns)) {
        const last = pending[fed - 1] as CsvLine;
        pending.splice(0, fed);
        if (values.some((value) => value.trim() !== '')) {
          records.push({
            kind: 'row',
            line: first.number,
            fields: values,
            end: last.end,
            nextLine: last.number + 1,
          });
        }
      } else {
        pending.shift();
        const reason = problemOf(first, state, fed, values.length, columns);
        const { number: line, end } = first;
        const parts = state === 'done' && fed === 1 ? values : [first.text];
        records.push({ kind: 'broken', line, fields: parts, reason, end, nextLine: line + 1 });
      }
      restart();
    }
  };
  /** A line that holds no quotation mark and as many fields as there are columns is a row by itself. */
  const whole = (line: CsvLine): CsvRecord | null => {
    const { text } = line;
    if (pending.length > 0 || columns === null || line.cut || text.includes('"')) return null;
    const values = text.split(delimiter);
    if (values.length !== columns || !values.some(isFilled)) return null;
    return new WholeLine(line, delimiter, values);
  };
  return {
    push: (line) => {
      const row = whole(line);
      if (row !== null) return [row];
      pending.push(line);
      return settle(false);
    },
    finish: () => settle(true),
  };
}

/** A record of one line, which is kept as that: thousands that wait with their fields are megabytes. */
class WholeLine {
  readonly kind = 'row';
  readonly line: number;
  readonly end: number;
  readonly #text: string;
  readonly #delimiter: CsvDelimiter;
  #fields: readonly string[] | null;

  constructor({ number, end, text }: CsvLine, delimiter: CsvDelimiter, fields: readonly string[]) {
    this.line = number;
    this.end = end;
    this.#text = text;
    this.#delimiter = delimiter;
    this.#fields = fields;
  }

  get nextLine(): number {
    return this.line + 1;
  }

  get fields(): readonly string[] {
    const fields = this.#fields ?? this.#text.split(this.#delimiter);
    this.#fields = null;
    return fields;
  }
}

const isFilled = (value: string) => value !== '' && value.trim() !== '';

function problemOf(
  first: CsvLine,
  state: 'open' | 'done' | 'broken',
  lines: number,
  found: number,
  columns: number | null,
): string {
  if (first.cut) return TOO_LONG;
  if (state === 'done' && lines === 1) {
    return `The row has ${found} ${found === 1 ? 'column' : 'columns'} and the heading has ${columns}.`;
  }
  return state === 'broken' && lines === 1 ? MISPLACED : UNCLOSED;
}
