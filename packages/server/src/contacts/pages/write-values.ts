import { type Cell, PAGE_CONTACTS } from '@postern/core/columns';
import type { Attributes } from '@postern/core/values';
import { parse as uuidBytes } from 'uuid';
import { bucketOf, type Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { ReadCell, type ReadCells, valueIn } from '../read-cell.ts';
import { columnKind, type Known, knownOf } from './cells.ts';
import { isLasting, takeNumbers } from './dictionary.ts';
import { IDS, STANDING } from './read-pages.ts';
import { type ColumnChange, type PageChange, writePages } from './write-pages.ts';

/** What becomes of what segments read of one contact. */
export interface ValuesChange {
  readonly id: string;
  readonly place: number;
  /** Null for one who was not there. */
  readonly before: Attributes | null;
  /** Null for one who is deleted: the place is free. Of one who was not there, a row's cells will do. */
  readonly after: Attributes | ReadCells | null;
}

/** Brings the pages up to what is known of these contacts; what did not change is not written. */
export async function writeValues(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  contacts: readonly ValuesChange[],
): Promise<void> {
  const read = definitions.filter((one) => one.deletedAt === null);
  const forms = new Map(read.map((definition) => [definition, new Set<string>()]));
  const pages = byPage(contacts).map(({ bucket, page, here }) => {
    const news = newsOf(read, here);
    for (const { definition, known } of news) {
      const wanted = forms.get(definition);
      for (const one of known) for (const form of unnumbered(one)) wanted?.add(form);
    }
    return { bucket, page, here, news };
  });
  const numberOf = await takeNumbers(tx, keys, forms);
  const storedOf = (definition: NumberedDefinition, known: Known): Cell => {
    if (typeof known !== 'object' || known === null) return known;
    if (definition.type !== 'list') return numberOf(definition, known[0] ?? '') ?? null;
    return known.map((form) => numberOf(definition, form) ?? 0).filter((number) => number !== 0);
  };
  const cellOf = (definition: NumberedDefinition, one: Known | ReadCell): Cell => {
    if (!(one instanceof ReadCell)) return storedOf(definition, one);
    if (one.stored !== undefined) return one.stored;
    const stored = storedOf(definition, one.known);
    if (typeof stored === 'boolean' || stored === null || stored instanceof Uint8Array)
      return stored;
    if (unnumbered(one).every((form) => isLasting(keys, definition, form))) one.stored = stored;
    return stored;
  };
  const changes = pages.map(({ bucket, page, here, news }): PageChange => {
    const values = news.map(({ definition, slots, known }) => ({
      attribute: definition.number,
      kind: columnKind(definition),
      slots,
      cells: known.map((one) => cellOf(definition, one)),
    }));
    return { bucket, page, columns: [...standingOf(here), ...values] };
  });
  const changed = changes.filter(({ columns }) => columns.length > 0);
  await writePages(tx, keys.organizationId, changed);
}

interface PageContacts {
  readonly bucket: number;
  readonly page: number;
  readonly here: ValuesChange[];
}

function byPage(contacts: readonly ValuesChange[]): readonly PageContacts[] {
  const pages = new Map<number, PageContacts>();
  for (const contact of contacts) {
    const bucket = bucketOf(contact.id);
    const page = Math.floor(contact.place / PAGE_CONTACTS);
    // a page's number is a smallint
    const name = bucket * 65_536 + page;
    const known = pages.get(name);
    if (known === undefined) pages.set(name, { bucket, page, here: [contact] });
    else known.here.push(contact);
  }
  return [...pages.values()];
}

interface News {
  readonly definition: NumberedDefinition;
  readonly slots: number[];
  readonly known: (Known | ReadCell)[];
}

/** What is now known of the contacts of a page, and was not before. */
function newsOf(
  definitions: readonly NumberedDefinition[],
  here: readonly ValuesChange[],
): readonly News[] {
  const all = new Map(
    definitions.map((definition): [NumberedDefinition, News] => [
      definition,
      { definition, slots: [], known: [] },
    ]),
  );
  const add = (definition: NumberedDefinition, place: number, known: Known | ReadCell) => {
    const news = all.get(definition);
    news?.slots.push(place % PAGE_CONTACTS);
    news?.known.push(known);
  };
  for (const { place, before, after } of here) {
    if (isCells(after)) {
      for (const cell of after) if (cell && cell.known !== null) add(cell.definition, place, cell);
      continue;
    }
    for (const definition of definitions) {
      const now = after === null ? null : knownOf(definition, after);
      const old = before === null ? null : knownOf(definition, before);
      if (!same(now, old)) add(definition, place, now);
    }
  }
  return [...all.values()].filter(({ slots }) => slots.length > 0);
}

/** The forms that the dictionary has to number. */
function unnumbered(one: Known | ReadCell): readonly string[] {
  if (one instanceof ReadCell) return one.stored === undefined ? unnumbered(one.known) : NONE;
  return typeof one === 'object' && one !== null ? one : NONE;
}

const NONE: readonly string[] = [];

const isCells = (after: Attributes | ReadCells | null): after is ReadCells => Array.isArray(after);

/** Who is there, and whether they have an address. */
function standingOf(here: readonly ValuesChange[]): readonly ColumnChange[] {
  const standing = { attribute: STANDING, kind: 'flag', ...column() } as const;
  const ids = { attribute: IDS, kind: 'id', ...column() } as const;
  for (const { id, place, before, after } of here) {
    const slot = place % PAGE_CONTACTS;
    const had = before === null ? null : before.email !== undefined;
    const has = after === null ? null : emailOf(after) !== undefined;
    if (had !== has) {
      standing.slots.push(slot);
      standing.cells.push(has);
    }
    if ((before === null) === (after === null)) continue;
    ids.slots.push(slot);
    ids.cells.push(after === null ? null : uuidBytes(id));
  }
  return [standing, ids].filter(({ slots }) => slots.length > 0);
}

const emailOf = (after: Attributes | ReadCells) =>
  isCells(after) ? valueIn(after, 'email') : after.email;

const column = () => ({ slots: [] as number[], cells: [] as Cell[] });

function same(a: Known, b: Known): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return a.length === b.length && a.every((form, index) => form === b[index]);
}
