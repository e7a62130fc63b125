import { PAGE_CONTACTS } from '@postern/core/columns';
import type { Attributes } from '@postern/core/values';
import { parse as uuidBytes } from 'uuid';
import { bucketOf, type Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { ReadCell } from '../read-cell.ts';
import { sameValue } from '../same-value.ts';
import type { ValuesNews } from '../values-news.ts';
import { columnKind, type Known, knownOf, knownValue } from './cells.ts';
import { takeNumbers } from './dictionary.ts';
import { IDS, STANDING } from './read-pages.ts';
import { cellsIn, unnumbered } from './stored-cells.ts';
import { type ColumnChange, type PageChange, writePages } from './write-pages.ts';

/** What becomes of what segments read of one contact. */
export type ValuesChange = WholeChange | SomeChanges;

interface SomeChanges extends Pick<ValuesNews, 'changes'> {
  readonly id: string;
  readonly place: number;
}

interface WholeChange {
  readonly id: string;
  readonly place: number;
  /** Null for one who was not there. */
  readonly before: Attributes | null;
  /** Null for one who is deleted: the place is free. */
  readonly after: Attributes | null;
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
      for (const one of known) {
        if (one !== undefined) for (const form of unnumbered(one)) wanted?.add(form);
      }
    }
    return { bucket, page, here, news };
  });
  const numberOf = await takeNumbers(tx, keys, forms);
  const cellOf = cellsIn(keys, numberOf);
  const changes = pages.map(({ bucket, page, here, news }): PageChange => {
    const slots = here.map(({ place }) => place % PAGE_CONTACTS);
    const values = news.map(
      ({ definition, known }): ColumnChange => ({
        attribute: definition.number,
        kind: columnKind(definition),
        slots,
        cellAt(index) {
          const one = known[index];
          return one === undefined ? undefined : cellOf(definition, one);
        },
      }),
    );
    return { bucket, page, columns: [...standingOf(here, slots), ...values] };
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
  /** Of each contact of the page; undefined: nothing new. */
  readonly known: (Known | ReadCell | undefined)[];
}

/** What is now known of the contacts of a page, and was not before. */
function newsOf(
  definitions: readonly NumberedDefinition[],
  here: readonly ValuesChange[],
): readonly News[] {
  const all = new Map<NumberedDefinition, News>();
  const add = (definition: NumberedDefinition, index: number, known: Known | ReadCell) => {
    let news = all.get(definition);
    if (news === undefined) {
      news = { definition, known: Array.from({ length: here.length }) };
      all.set(definition, news);
    }
    news.known[index] = known;
  };
  for (let index = 0; index < here.length; index++) {
    const contact = here[index] as ValuesChange;
    if ('changes' in contact) {
      for (const { definition, was, cell } of contact.changes) {
        const old = was === undefined ? null : knownValue(definition, was);
        const now = cell?.known ?? null;
        if (!same(now, old)) add(definition, index, cell === null || now === null ? null : cell);
      }
      continue;
    }
    const { before, after } = contact;
    for (const definition of definitions) {
      // most of what is known of somebody stays: it is not looked at any closer
      if (sameValue(before?.[definition.key], after?.[definition.key])) continue;
      const now = after === null ? null : knownOf(definition, after);
      const old = before === null ? null : knownOf(definition, before);
      if (!same(now, old)) add(definition, index, now);
    }
  }
  return [...all.values()];
}

/** Who is there, and whether they have an address. */
function standingOf(
  here: readonly ValuesChange[],
  slots: readonly number[],
): readonly ColumnChange[] {
  const standing = here.map((contact) => {
    if ('changes' in contact) return undefined;
    const { before, after } = contact;
    const had = before === null ? null : before.email !== undefined;
    const has = after === null ? null : after.email !== undefined;
    return had === has ? undefined : has;
  });
  const ids = here.map((contact) => {
    if ('changes' in contact) return undefined;
    const { id, before, after } = contact;
    if ((before === null) === (after === null)) return undefined;
    return after === null ? null : uuidBytes(id);
  });
  const columns: readonly ColumnChange[] = [
    { attribute: STANDING, kind: 'flag', slots, cellAt: (index) => standing[index] },
    { attribute: IDS, kind: 'id', slots, cellAt: (index) => ids[index] },
  ];
  return columns.filter(({ cellAt }) => slots.some((_, index) => cellAt(index) !== undefined));
}

function same(a: Known, b: Known): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return a.length === b.length && a.every((form, index) => form === b[index]);
}
