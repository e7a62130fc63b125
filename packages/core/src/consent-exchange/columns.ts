/**
 * The columns of a file of consents, one row for each thing that happened; the document's elements
 * have a column each (45 CFR 164.508(c)). docs/consent-exchange.md says what each may hold.
 */
export const COLUMNS = [
  'record_number',
  'email',
  'event',
  'at',
  'scope',
  'value',
  'other_address',
  'document',
  'kinds',
  'categories',
  'information_scope',
  'information_described',
  'discloser_named',
  'receiver_named',
  'purpose_described',
  'expiry',
  'signed_on',
  'representative',
  'representative_authority',
  'states_right_to_revoke',
  'states_no_conditioning',
  'states_redisclosure',
  'states_remuneration',
  'states_sale',
  'combined_with',
  'conditioned_on_treatment',
  'known_false',
  'copy_given',
] as const;
export type Column = (typeof COLUMNS)[number];

/** One row by its columns; a column that the file does not have is an empty cell. */
export type Cells = Readonly<Record<Column, string>>;

/** What is wrong with a cell. `found` may name a person: never for a log. */
export interface CellFault {
  readonly column: string;
  readonly found: string;
  readonly expected: string;
}

export type Columns<C extends string> =
  | { readonly kind: 'columns'; readonly at: ReadonlyMap<C, number> }
  /** A sentence, which holds no heading: it can be anything, a name too. */
  | { readonly kind: 'refused'; readonly problem: string };

/** Which column of a file is which; capitals, spaces and hyphens in a heading do not matter. */
export function columnsOf<const C extends string>(
  headings: readonly string[],
  known: readonly C[],
): Columns<C> {
  const at = new Map<C, number>();
  for (const [index, heading] of headings.entries()) {
    const name = heading
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_');
    const column = known.find((one) => one === name);
    if (column === undefined) {
      const problem = `The heading of column ${index + 1} is not one that is known here. Expected: ${known.join(', ')}.`;
      return { kind: 'refused', problem };
    }
    if (at.has(column)) {
      return { kind: 'refused', problem: `Two columns are headed “${column}”; expected one.` };
    }
    at.set(column, index);
  }
  return { kind: 'columns', at };
}

/** The cells of a row, in plain form: NFC, no white space around. */
export function cellsOf<C extends string>(
  fields: readonly string[],
  columns: ReadonlyMap<C, number>,
  known: readonly C[],
): Readonly<Record<C, string>> {
  const cells: Partial<Record<C, string>> = {};
  for (const column of known) {
    const place = columns.get(column);
    cells[column] = (place === undefined ? '' : (fields[place] ?? '')).normalize('NFC').trim();
  }
  return cells as Record<C, string>;
}
