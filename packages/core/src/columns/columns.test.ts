import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, type Column, type ColumnKind, ID_BYTES, NO_DAY } from './column.ts';
import { decodeColumn } from './decode.ts';
import { changedColumn } from './encode.ts';

const changesOf = (changes: ReadonlyMap<number, Cell>) => ({
  slots: [...changes.keys()],
  cellAt: (index: number) => [...changes.values()][index],
});
const dictionaryNumber = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: 2 ** 31 }),
);
const CELLS: Record<ColumnKind, fc.Arbitrary<Cell>> = {
  flag: fc.boolean(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  day: fc.integer({ min: -719_162, max: 2_932_896 }),
  id: fc
    .uint8Array({ minLength: ID_BYTES, maxLength: ID_BYTES })
    .filter((bytes) => bytes.some((byte) => byte !== 0)),
  one: dictionaryNumber,
  list: fc.array(dictionaryNumber, { minLength: 1, maxLength: 6 }),
};
const step = (kind: ColumnKind) =>
  fc.uniqueArray(fc.tuple(fc.nat(40), fc.oneof(CELLS[kind], fc.constant(null))), {
    selector: ([slot]) => slot,
    maxLength: 12,
  });

describe('a column of a page', () => {
  it.each(['flag', 'number', 'day', 'id', 'one', 'list'] as const)(
    'holds what each slot was last told: %s',
    (kind) => {
      fc.assert(
        fc.property(fc.array(step(kind), { maxLength: 4 }), (steps) => {
          const expected = new Map<number, Cell>();
          let column: Column | null = null;
          for (const changes of steps) {
            for (const [slot, cell] of changes) expected.set(slot, cell);
            const bytes = changedColumn(kind, column, changesOf(new Map(changes)));
            column = bytes === null ? null : decodeColumn(bytes);
          }
          for (let slot = 0; slot <= 41; slot++) {
            expect(cellOf(column, slot)).toEqual(expected.get(slot) ?? null);
          }
        }),
      );
    },
  );

  it('is nothing when nothing is known of anybody', () => {
    const column = decodeColumn(
      changedColumn('day', null, changesOf(new Map([[3, 12]]))) ?? new Uint8Array(),
    );
    expect(changedColumn('day', column, changesOf(new Map([[3, null]])))).toBeNull();
  });

  it('of another kind than before begins anew: the type of the attribute is another now', () => {
    const flags = decodeColumn(
      changedColumn('flag', null, changesOf(new Map([[0, true]]))) ?? new Uint8Array(),
    );
    const column = decodeColumn(
      changedColumn('one', flags, changesOf(new Map([[2, 7]]))) ?? new Uint8Array(),
    );
    expect([0, 1, 2].map((slot) => cellOf(column, slot))).toEqual([null, null, 7]);
  });

  it('refuses bytes of no known format', () => {
    expect(() => decodeColumn(Uint8Array.of(99, 1))).toThrow('begins with 99');
  });
});

function cellOf(column: Column | null, slot: number): Cell {
  if (column === null) return null;
  switch (column.kind) {
    case 'flag': {
      const value = column.values[slot] ?? 0;
      return value === 0 ? null : value === 2;
    }
    case 'number': {
      const value = column.values[slot] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    }
    case 'day': {
      const value = column.values[slot] ?? NO_DAY;
      return value === NO_DAY ? null : value;
    }
    case 'id': {
      const id = column.values.slice(slot * ID_BYTES, (slot + 1) * ID_BYTES);
      return id.some((byte) => byte !== 0) ? id : null;
    }
    case 'one':
      return column.values[slot] || null;
    case 'list': {
      const from = column.counts.subarray(0, slot).reduce((sum, count) => sum + count, 0);
      const items = column.values.subarray(from, from + (column.counts[slot] ?? 0));
      return items.length === 0 ? null : [...items];
    }
  }
}
