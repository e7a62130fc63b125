import type { AttributeDefinition, Attributes, AttributeValue } from '../values/index.ts';
import type { ColumnMapping } from './mapping.ts';
import { readValue } from './read-value.ts';
import { becomesPatient } from './relation.ts';

/** What one row says of one person: attributes to set, and those to forget. */
export interface ContactChange {
  readonly set: Attributes;
  readonly clear: readonly string[];
}

/** A row as it was read, or why it cannot be. */
export type ReadRow<Row> =
  | { readonly kind: 'row'; readonly row: Row }
  /** A sentence for each problem: the attribute, its column, what was expected; never the value. */
  | { readonly kind: 'rejected'; readonly reasons: readonly string[] };

/**
 * What the mapped columns of a row say, in the order of the mapping: what was made of each value, null
 * for "not known".
 */
export type RowCells<Cell> = readonly (Cell | null)[];

/** Reads rows of a file, one after the other. */
export interface RowReader<Cell, Definition extends AttributeDefinition> {
  /** The attributes of the mapping, in its order. */
  readonly attributes: readonly Definition[];
  read(row: readonly string[]): ReadRow<RowCells<Cell>>;
}

/**
 * Cells of a column that recur are read once: dates, codes and plans do. A column whose cells turn out
 * not to is read cell by cell.
 */
const REMEMBERED = 2_048;
const LONGEST_REMEMBERED = 64;

/**
 * Reads the cells of rows. An empty cell of a mapped column says "not known" and clears what was
 * known; a column that is not mapped leaves the contact's value as it is. A row needs a record
 * number or an email, else nobody knows whom it is about. `make` is asked once for cells that recur.
 */
export function rowReader<Definition extends AttributeDefinition, Cell extends object>(
  mapping: ColumnMapping,
  definitions: readonly Definition[],
  make: (definition: Definition, value: AttributeValue) => Cell,
): RowReader<Cell, Definition> {
  const columns = mapping.flatMap(({ column, attribute }) => {
    const definition = definitions.find((one) => one.key === attribute);
    if (definition === undefined) return [];
    const names = attribute === 'email' || attribute === 'record_number';
    return [{ column, definition, names, read: cellReader(definition, make) }];
  });
  const nothing = columns.map((): Cell | null => null);
  const read = (row: readonly string[]): ReadRow<RowCells<Cell>> => {
    // of its full length from the start: one that grows is memory to collect
    const cells = nothing.slice();
    let reasons: string[] | null = null;
    let named = false;
    for (let at = 0; at < columns.length; at++) {
      const { column, definition, names, read } = columns[at] as (typeof columns)[number];
      const cell = read(undefused(row[column] ?? ''));
      if (typeof cell === 'string') {
        (reasons ??= []).push(`${definition.label} (column ${column + 1}) ${cell}`);
        continue;
      }
      cells[at] = cell;
      if (names && cell !== null) named = true;
    }
    if (reasons === null && !named) reasons = ['The row has neither a record number nor an email.'];
    return reasons === null ? { kind: 'row', row: cells } : { kind: 'rejected', reasons };
  };
  return { attributes: columns.map(({ definition }) => definition), read };
}

/**
 * A cell without the apostrophe that keeps a spreadsheet from running it as a formula: our own files
 * have one there, and mended rows come back with it.
 */
function undefused(cell: string): string {
  return cell.startsWith("'") && /^'[=@+\-\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/** One row alone. */
export function toContactChange(
  row: readonly string[],
  mapping: ColumnMapping,
  definitions: readonly AttributeDefinition[],
): ReadRow<ContactChange> {
  const reader = rowReader(mapping, definitions, ({ key }, value) => ({ key, value }));
  const answer = reader.read(row);
  if (answer.kind === 'rejected') return answer;
  const set: Record<string, AttributeValue> = {};
  const clear: string[] = [];
  for (const [at, { key }] of reader.attributes.entries()) {
    const cell = answer.row[at];
    if (cell) set[key] = cell.value;
    else clear.push(key);
  }
  return { kind: 'row', row: { set, clear } };
}

/** What is made of a cell's value; null for "not known", a sentence's end for a problem. */
type ReadCell<Cell> = Cell | string | null;

function cellReader<Definition extends AttributeDefinition, Cell extends object>(
  definition: Definition,
  make: (definition: Definition, value: AttributeValue) => Cell,
): (text: string) => ReadCell<Cell> {
  const readOnce = (text: string): ReadCell<Cell> => {
    const read = readValue(definition, text);
    if ('problem' in read) return read.problem;
    return read.value === null ? null : make(definition, read.value);
  };
  if (definition.identity) return (text) => (text === '' ? null : readOnce(text));
  const known = new Map<string, ReadCell<Cell>>();
  let again = 0;
  let recurs = true;
  return (text) => {
    if (text === '') return null;
    if (!recurs) return readOnce(text);
    const before = known.get(text);
    if (before !== undefined) {
      again++;
      return before;
    }
    if (text.length > LONGEST_REMEMBERED) return readOnce(text);
    // a piece of a line would keep the line
    const own = ` ${text}`.slice(1);
    const read = readOnce(own);
    if (known.size >= REMEMBERED) {
      recurs = again > REMEMBERED;
      again = 0;
      known.clear();
    }
    known.set(own, read);
    return read;
  };
}

/**
 * What is known after the change. A record number is replaced but never forgotten: a row that was
 * matched by its email and lacks the number is no news that the person has none. With a number a
 * prospect becomes a patient.
 */
export function applyChange(known: Attributes, change: ContactChange): Attributes {
  const next: Record<string, AttributeValue> = { ...known, ...change.set };
  for (const key of change.clear) {
    if (key !== 'record_number' && Object.hasOwn(next, key)) delete next[key];
  }
  if (becomesPatient(known, change.set)) next['relation'] = 'patient';
  return next;
}
