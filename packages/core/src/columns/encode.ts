import { type Cell, type Column, type ColumnKind, ID_BYTES, NO_DAY } from './column.ts';
import { FORMATS, WIDEST_16 } from './format.ts';

/** What becomes of some slots of a column: `cellAt(i)` is for `slots[i]`, each slot once. */
export interface CellChanges {
  readonly slots: readonly number[];
  /** Undefined: it stays as it is. */
  readonly cellAt: (index: number) => Cell | undefined;
}

/**
 * The stored form of a column after changes; `before` is the column as it was, null where there was
 * none, or one of another kind (the attribute's type is another now). Null when nothing is known of
 * anybody any more.
 */
export function changedColumn(
  kind: ColumnKind,
  before: Column | null,
  { slots: changed, cellAt }: CellChanges,
): Uint8Array | null {
  const old = before?.kind === kind ? before : null;
  let slots = slotsOf(old);
  for (const slot of changed) slots = Math.max(slots, slot + 1);
  switch (kind) {
    case 'flag': {
      const values = new Uint8Array(slots);
      if (old?.kind === 'flag') values.set(old.values);
      for (let at = 0; at < changed.length; at++) {
        const cell = cellAt(at);
        if (cell === undefined) continue;
        const slot = changed[at] ?? 0;
        values[slot] = typeof cell === 'boolean' ? 1 + Number(cell) : 0;
      }
      return stored(FORMATS.flag, values, (value) => value !== 0);
    }
    case 'number': {
      const values = new Float64Array(slots).fill(Number.NaN);
      if (old?.kind === 'number') values.set(old.values);
      for (let at = 0; at < changed.length; at++) {
        const cell = cellAt(at);
        if (cell === undefined) continue;
        const slot = changed[at] ?? 0;
        values[slot] = typeof cell === 'number' ? cell : Number.NaN;
      }
      return stored(FORMATS.number, values, (value) => !Number.isNaN(value));
    }
    case 'day': {
      const values = new Int32Array(slots).fill(NO_DAY);
      if (old?.kind === 'day') values.set(old.values);
      for (let at = 0; at < changed.length; at++) {
        const cell = cellAt(at);
        if (cell === undefined) continue;
        const slot = changed[at] ?? 0;
        values[slot] = typeof cell === 'number' ? cell : NO_DAY;
      }
      return stored(FORMATS.day, values, (value) => value !== NO_DAY);
    }
    case 'id': {
      const values = new Uint8Array(slots * ID_BYTES);
      if (old?.kind === 'id') values.set(old.values);
      for (let at = 0; at < changed.length; at++) {
        const cell = cellAt(at);
        if (cell === undefined) continue;
        const slot = changed[at] ?? 0;
        const from = slot * ID_BYTES;
        if (cell instanceof Uint8Array) values.set(cell.subarray(0, ID_BYTES), from);
        else values.fill(0, from, from + ID_BYTES);
      }
      return stored(FORMATS.id, values, (value) => value !== 0, ID_BYTES);
    }
    case 'one': {
      const values = new Uint32Array(slots);
      if (old?.kind === 'one') values.set(old.values);
      for (let at = 0; at < changed.length; at++) {
        const cell = cellAt(at);
        if (cell === undefined) continue;
        const slot = changed[at] ?? 0;
        values[slot] = typeof cell === 'number' ? cell : 0;
      }
      const known = (value: number) => value !== 0;
      return values.some((value) => value > WIDEST_16)
        ? stored(FORMATS.one32, values, known)
        : stored(FORMATS.one16, Uint16Array.from(values), known);
    }
    case 'list':
      return storedLists(old?.kind === 'list' ? old : null, { slots: changed, cellAt }, slots);
  }
}

/** How many slots it has. */
export function slotsOf(column: Column | null): number {
  if (column === null) return 0;
  switch (column.kind) {
    case 'list':
      return column.counts.length;
    case 'id':
      return column.values.length / ID_BYTES;
    default:
      return column.values.length;
  }
}

type Values = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

function stored(
  format: number,
  values: Values,
  known: (value: number) => boolean,
  /** How many values a slot has. */
  each = 1,
): Uint8Array | null {
  let end = values.length;
  while (end > 0 && !known(values[end - 1] ?? 0)) end--;
  end = Math.ceil(end / each) * each;
  if (end === 0) return null;
  const bytes = new Uint8Array(1 + end * values.BYTES_PER_ELEMENT);
  bytes[0] = format;
  bytes.set(new Uint8Array(values.buffer, 0, end * values.BYTES_PER_ELEMENT), 1);
  return bytes;
}

function storedLists(
  old: Extract<Column, { kind: 'list' }> | null,
  { slots: changed, cellAt }: CellChanges,
  slots: number,
): Uint8Array | null {
  const lists = Array.from({ length: slots }, (): ArrayLike<number> => NOTHING);
  let begun = 0;
  for (let slot = 0; slot < (old?.counts.length ?? 0); slot++) {
    const from = begun;
    begun += old?.counts[slot] ?? 0;
    if (begun > from) lists[slot] = old?.values.subarray(from, begun) ?? NOTHING;
  }
  for (let at = 0; at < changed.length; at++) {
    const cell = cellAt(at);
    if (cell === undefined) continue;
    const slot = changed[at] ?? 0;
    lists[slot] = isList(cell) ? cell : NOTHING;
  }
  while (lists.at(-1)?.length === 0) lists.pop();
  if (lists.length === 0) return null;
  let total = 0;
  let widest = 0;
  for (const list of lists) {
    total += list.length;
    for (let at = 0; at < list.length; at++) widest = Math.max(widest, list[at] ?? 0);
  }
  const wide = widest > WIDEST_16;
  const values = wide ? new Uint32Array(total) : new Uint16Array(total);
  const counts = new Uint16Array(lists.length);
  let end = 0;
  lists.forEach((list, slot) => {
    counts[slot] = list.length;
    values.set(list, end);
    end += list.length;
  });
  const bytes = new Uint8Array(3 + counts.byteLength + values.byteLength);
  bytes.set([wide ? FORMATS.list32 : FORMATS.list16, lists.length % 256, lists.length >> 8]);
  bytes.set(new Uint8Array(counts.buffer), 3);
  bytes.set(new Uint8Array(values.buffer), 3 + counts.byteLength);
  return bytes;
}

const NOTHING: readonly number[] = [];

const isList = (cell: Cell | undefined): cell is readonly number[] => Array.isArray(cell);
