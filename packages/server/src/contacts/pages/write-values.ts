import { type Cell, PAGE_CONTACTS } from '@postern/core/columns';
import type { Attributes } from '@postern/core/values';
import { parse as uuidBytes } from 'uuid';
import { bucketOf, type Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { columnKind, type Known, knownOf } from './cells.ts';
import { takeNumbers } from './dictionary.ts';
import { IDS, STANDING } from './read-pages.ts';
import { type ColumnChange, type PageChange, writePages } from './write-pages.ts';

/** What becomes of what segments read of one contact. */
export interface ValuesChange {
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
    const news = read.flatMap((definition) => {
      const news = newsOf(definition, here);
      const some = forms.get(definition);
      for (const known of news.known) {
        if (typeof known === 'object' && known !== null) for (const form of known) some?.add(form);
      }
      return news.slots.length === 0 ? [] : [news];
    });
    return { bucket, page, here, news };
  });
  const numberOf = await takeNumbers(tx, keys, forms);
  const cellOf = (definition: NumberedDefinition, known: Known): Cell => {
    if (typeof known !== 'object' || known === null) return known;
    if (definition.type !== 'list') return numberOf(definition, known[0] ?? '') ?? null;
    return known.flatMap((form) => numberOf(definition, form) ?? []);
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

/** What is now known of an attribute of the contacts of a page, and was not before. */
function newsOf(definition: NumberedDefinition, here: readonly ValuesChange[]) {
  const slots: number[] = [];
  const known: Known[] = [];
  for (const { place, before, after } of here) {
    const now = after === null ? null : knownOf(definition, after);
    const old = before === null ? null : knownOf(definition, before);
    if (same(now, old)) continue;
    slots.push(place % PAGE_CONTACTS);
    known.push(now);
  }
  return { definition, slots, known };
}

/** Who is there, and whether they have an address. */
function standingOf(here: readonly ValuesChange[]): readonly ColumnChange[] {
  const standing = { attribute: STANDING, kind: 'flag', ...column() } as const;
  const ids = { attribute: IDS, kind: 'id', ...column() } as const;
  for (const { id, place, before, after } of here) {
    const slot = place % PAGE_CONTACTS;
    const had = before === null ? null : before.email !== undefined;
    const has = after === null ? null : after.email !== undefined;
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

const column = () => ({ slots: [] as number[], cells: [] as Cell[] });

function same(a: Known, b: Known): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return a.length === b.length && a.every((form, index) => form === b[index]);
}
