import { type Cell, type ColumnKind, PAGE_CONTACTS } from '@postern/core/columns';
import type { Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { ReadCell, ReadCells } from '../read-cell.ts';
import { columnKind } from './cells.ts';
import { takeNumbers } from './dictionary.ts';
import { LastingWords } from './lasting-words.ts';
import { IDS, STANDING } from './read-pages.ts';
import { cellsIn, unnumbered } from './stored-cells.ts';
import { type ColumnChange, type PageChange, writePages } from './write-pages.ts';

/** Of whom something is said for the first time. */
export interface Arrivals {
  readonly buckets: readonly number[];
  idOf(index: number): Uint8Array;
  hasEmail(index: number): boolean;
}

/**
 * What files say of people of whom nothing is in pages yet, as pages will hold it: as numbers from the
 * start, so that of a row nothing is left to be kept and collected.
 */
export class FirstValues {
  readonly #keys: OrganizationKeys;
  readonly #columns: readonly FirstColumn[];

  constructor(keys: OrganizationKeys, attributes: readonly NumberedDefinition[]) {
    this.#keys = keys;
    this.#columns = attributes.map((one) => new FirstColumn(keys, one));
  }

  /** Nobody, from now on. */
  clear(): void {
    for (const column of this.#columns) column.clear();
  }

  /** The next one's cells, in the order of the attributes. */
  add(cells: ReadCells): void {
    for (let at = 0; at < cells.length; at++) this.#columns[at]?.add(cells[at] ?? null);
  }

  /** Fills the places of those that were added, as `writeValues` would. */
  async write(tx: Tx, people: Arrivals, places: readonly number[]): Promise<void> {
    const keys = this.#keys;
    const wanted = this.#columns.map((one) => [one.definition, one.unnumbered()] as const);
    const cellOf = cellsIn(keys, await takeNumbers(tx, keys, new Map(wanted)));
    const pages = byPage(people.buckets, places).map(({ bucket, page, here }): PageChange => {
      const slots = here.map((index) => (places[index] ?? 0) % PAGE_CONTACTS);
      const columnOf = (attribute: number, kind: ColumnKind, of: (index: number) => Cell) => ({
        attribute,
        kind,
        slots,
        cellAt: (at: number) => of(here[at] ?? 0),
      });
      const values = this.#columns.flatMap((one): ColumnChange[] => {
        const { definition } = one;
        if (!here.some((index) => one.says(index))) return [];
        const of = (index: number) => {
          const cell = one.waiting.get(index);
          return cell === undefined ? one.cellOf(index) : cellOf(definition, cell);
        };
        return [columnOf(definition.number, one.kind, of)];
      });
      const standing = columnOf(STANDING, 'flag', (index) => people.hasEmail(index));
      const ids = columnOf(IDS, 'id', (index) => people.idOf(index));
      return { bucket, page, columns: [...values, standing, ids] };
    });
    await writePages(tx, keys.organizationId, pages);
  }
}

/** What a person is said to have: nothing, a number, numbers, or what is not numbered yet. */
const [NOTHING, ONE, LIST, WAITS] = [0, 1, 2, 3];
const ROOM = 4_096;

/**
 * What is said of one attribute, person by person: as numbers in arrays of numbers alone, since what lives
 * as long as its batch is copied, and then looked for, when garbage is collected.
 */
class FirstColumn {
  readonly definition: NumberedDefinition;
  readonly kind: ColumnKind;
  /** Cells with words of which not all have a number that stays, by person. */
  readonly waiting = new Map<number, ReadCell>();
  readonly #words: LastingWords;
  #said = new Uint8Array(ROOM);
  /** A flag as 0 or 1, a day, a number, a word's number; of a list where it ends. */
  #values = new Float64Array(ROOM);
  #items = new Uint32Array(ROOM);
  #length = 0;
  #itemsEnd = 0;

  constructor(keys: OrganizationKeys, definition: NumberedDefinition) {
    this.#words = new LastingWords(keys, definition);
    this.definition = definition;
    this.kind = columnKind(definition);
  }

  clear(): void {
    this.#length = 0;
    this.#itemsEnd = 0;
    this.waiting.clear();
  }

  add(cell: ReadCell | null): void {
    if (this.#length === this.#said.length) {
      this.#said = wider(this.#said, new Uint8Array(2 * this.#length));
      this.#values = wider(this.#values, new Float64Array(2 * this.#length));
    }
    const index = this.#length++;
    const stored = cell === null ? null : (cell.stored ?? this.#numberOf(cell));
    this.#values[index] = this.#itemsEnd;
    if (stored === null) this.#said[index] = NOTHING;
    else if (typeof stored === 'number') {
      this.#said[index] = ONE;
      this.#values[index] = stored;
    } else if (stored) {
      this.#said[index] = LIST;
      this.#values[index] = this.#addItems(stored);
    } else if (cell !== null) {
      this.#said[index] = WAITS;
      this.waiting.set(index, cell);
    }
  }

  #addItems(items: readonly number[]): number {
    if (this.#itemsEnd + items.length > this.#items.length) {
      const room = 2 * (this.#itemsEnd + items.length);
      this.#items = wider(this.#items, new Uint32Array(room));
    }
    this.#items.set(items, this.#itemsEnd);
    return (this.#itemsEnd += items.length);
  }

  says(index: number): boolean {
    return this.#said[index] !== NOTHING;
  }

  /** Of who does not wait. */
  cellOf(index: number): Cell {
    const value = this.#values[index] ?? 0;
    switch (this.#said[index]) {
      case LIST:
        return this.#itemsFrom(index === 0 ? 0 : (this.#values[index - 1] ?? 0), value);
      case ONE:
        return this.kind === 'flag' ? value === 1 : value;
      default:
        return null;
    }
  }

  #itemsFrom(from: number, to: number): readonly number[] {
    const items: number[] = [];
    for (let at = from; at < to; at++) items.push(this.#items[at] ?? 0);
    return items;
  }

  unnumbered(): Set<string> {
    const forms = new Set<string>();
    for (const cell of this.waiting.values()) for (const form of unnumbered(cell)) forms.add(form);
    return forms;
  }

  /** Undefined: of its words not all have a number that stays. */
  #numberOf(cell: ReadCell): number | readonly number[] | null | undefined {
    if (this.kind === 'one' || this.kind === 'list') {
      const numbers = this.#words.numbersOf(cell.value);
      if (numbers !== null) cell.stored = numbers;
      return numbers;
    }
    const { known } = cell;
    if (typeof known === 'boolean') return Number(known);
    return typeof known === 'number' ? known : null;
  }
}

function wider<Values extends { set(values: Values): void }>(values: Values, into: Values): Values {
  into.set(values);
  return into;
}

/** Who comes to which page, by index. */
function byPage(buckets: readonly number[], places: readonly number[]) {
  const pages = new Map<number, { bucket: number; page: number; here: number[] }>();
  for (let index = 0; index < places.length; index++) {
    const bucket = buckets[index] ?? 0;
    const page = Math.floor((places[index] ?? 0) / PAGE_CONTACTS);
    // a page's number is a smallint
    const name = bucket * 65_536 + page;
    const known = pages.get(name);
    if (known === undefined) pages.set(name, { bucket, page, here: [index] });
    else known.here.push(index);
  }
  return [...pages.values()];
}
