import { type Cell, type ColumnKind, PAGE_CONTACTS } from '@postern/core/columns';
import type { Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { ReadCells } from '../read-cell.ts';
import { takeNumbers } from './dictionary.ts';
import { FirstColumn } from './first-column.ts';
import { IDS, STANDING } from './read-pages.ts';
import { cellsIn } from './stored-cells.ts';
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
