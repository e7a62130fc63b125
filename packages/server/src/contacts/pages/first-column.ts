import type { Cell, ColumnKind } from '@postern/core/columns';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { ReadCell } from '../read-cell.ts';
import { columnKind } from './cells.ts';
import { LastingWords } from './lasting-words.ts';
import { unnumbered } from './stored-cells.ts';

/** What a person is said to have: nothing, a number, numbers, or what is not numbered yet. */
const [NOTHING, ONE, LIST, WAITS] = [0, 1, 2, 3];
const ROOM = 4_096;

/**
 * What is said of one attribute, person by person: as numbers in arrays of numbers alone, since what lives
 * as long as its batch is copied, and then looked for, when garbage is collected.
 */
export class FirstColumn {
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
