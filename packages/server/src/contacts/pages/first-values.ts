import { PAGE_CONTACTS } from '@postern/core/columns';
import type { Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { ReadCells } from '../read-cell.ts';
import { columnKind } from './cells.ts';
import { takeNumbers } from './dictionary.ts';
import { IDS, STANDING } from './read-pages.ts';
import { cellsIn, unnumbered } from './stored-cells.ts';
import { type ColumnChange, type PageChange, writePages } from './write-pages.ts';

/** What files say of people of whom nothing is in pages yet. */
export interface FirstValues {
  readonly attributes: readonly NumberedDefinition[];
  /** Each person's bucket, and what is said of each of the attributes. */
  readonly buckets: readonly number[];
  readonly cells: readonly ReadCells[];
  readonly rows: { idOf(index: number): Uint8Array };
  hasEmail(cells: ReadCells): boolean;
}

/** Fills the places of people who are new, as `writeValues` would. */
export async function writeFirstValues(
  tx: Tx,
  keys: OrganizationKeys,
  people: FirstValues,
  places: readonly number[],
): Promise<void> {
  const { attributes, cells, rows } = people;
  const wanted = new Map(attributes.map((one, at) => [one, formsOf(cells, at)] as const));
  const cellOf = cellsIn(keys, await takeNumbers(tx, keys, wanted));
  const pages = byPage(people.buckets, places).map(({ bucket, page, here }): PageChange => {
    const slots = here.map((index) => (places[index] ?? 0) % PAGE_CONTACTS);
    const said = (at: number, index: number) => cells[here[index] ?? 0]?.[at] ?? undefined;
    const columns = attributes.flatMap((definition, at): ColumnChange[] => {
      if (!here.some((index) => cells[index]?.[at])) return [];
      const cellAt = (index: number) => {
        const cell = said(at, index);
        return cell === undefined ? undefined : cellOf(definition, cell);
      };
      return [{ attribute: definition.number, kind: columnKind(definition), slots, cellAt }];
    });
    const standing = (index: number) => people.hasEmail(cells[here[index] ?? 0] ?? []);
    const id = (index: number) => rows.idOf(here[index] ?? 0);
    columns.push({ attribute: STANDING, kind: 'flag', slots, cellAt: standing });
    columns.push({ attribute: IDS, kind: 'id', slots, cellAt: id });
    return { bucket, page, columns };
  });
  await writePages(tx, keys.organizationId, pages);
}

function formsOf(people: readonly ReadCells[], at: number): Set<string> {
  const forms = new Set<string>();
  for (const cells of people) {
    const cell = cells[at];
    if (cell && cell.stored === undefined) for (const form of unnumbered(cell)) forms.add(form);
  }
  return forms;
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
