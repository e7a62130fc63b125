import type { AttributeDefinition, Attributes, AttributeValue } from '../values/index.ts';
import type { ColumnMapping } from './mapping.ts';
import { type ReadValue, readValue } from './read-value.ts';
import { becomesPatient } from './relation.ts';

/** What one row says of one person: attributes to set, and those to forget. */
export interface ContactChange {
  readonly set: Attributes;
  readonly clear: readonly string[];
}

export type ReadRow =
  | { readonly kind: 'change'; readonly change: ContactChange }
  /** A sentence for each problem: the attribute, its column, what was expected; never the value. */
  | { readonly kind: 'rejected'; readonly reasons: readonly string[] };

/** Reads rows of a file, one after the other. */
export type RowReader = (row: readonly string[]) => ReadRow;

/**
 * Cells of a column that recur are read once: dates, codes and plans do. A column whose cells turn out
 * not to is read cell by cell.
 */
const REMEMBERED = 2_048;
const LONGEST_REMEMBERED = 64;

/**
 * Reads the cells of rows. An empty cell of a mapped column says "not known" and clears what was
 * known; a column that is not mapped leaves the contact's value as it is. A row needs a record
 * number or an email, else nobody knows whom it is about.
 */
export function rowReader(
  mapping: ColumnMapping,
  definitions: readonly AttributeDefinition[],
): RowReader {
  const cells = mapping.flatMap(({ column, attribute }) => {
    const definition = definitions.find((one) => one.key === attribute);
    return definition === undefined ? [] : [{ column, definition, read: cellReader(definition) }];
  });
  return (row) => {
    const set: Record<string, AttributeValue> = {};
    const clear: string[] = [];
    const reasons: string[] = [];
    for (const { column, definition, read } of cells) {
      const cell = read(undefused(row[column] ?? ''));
      if ('problem' in cell) {
        reasons.push(`${definition.label} (column ${column + 1}) ${cell.problem}`);
      } else if (cell.value === null) clear.push(definition.key);
      else set[definition.key] = cell.value;
    }
    if (reasons.length === 0 && set.email === undefined && set.record_number === undefined) {
      reasons.push('The row has neither a record number nor an email.');
    }
    return reasons.length > 0
      ? { kind: 'rejected', reasons }
      : { kind: 'change', change: { set, clear } };
  };
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
): ReadRow {
  return rowReader(mapping, definitions)(row);
}

function cellReader(definition: AttributeDefinition): (text: string) => ReadValue {
  if (definition.identity) return (text) => readValue(definition, text);
  const known = new Map<string, ReadValue>();
  let again = 0;
  let recurs = true;
  return (text) => {
    if (!recurs) return readValue(definition, text);
    const before = known.get(text);
    if (before !== undefined) {
      again++;
      return before;
    }
    if (text.length > LONGEST_REMEMBERED) return readValue(definition, text);
    // a piece of a line would keep the line
    const own = ` ${text}`.slice(1);
    const read = readValue(definition, own);
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
