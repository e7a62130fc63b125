import {
  type Bits,
  ID_BYTES,
  noBits,
  noBitsFor,
  PAGE_CONTACTS,
  setBit,
  slotsIn,
  slotsOf,
} from '@postern/core/columns';
import { columnMask } from '@postern/core/segments';
import { stringify } from 'uuid';
import { IDS, newShelf, type Page, readPages, STANDING } from '../contacts/index.ts';
import { BUCKETS, type Database, type Tx } from '../database/index.ts';
import type { PersonSet } from './asking.ts';
import type { CompiledSegment, SegmentPage } from './compile-segment.ts';
import type { Member } from './question.ts';

/** A page, and who of it is in the segment. */
export interface AnsweredPage extends SegmentPage {
  /** The contacts who are in it. */
  readonly mask: Bits;
}

export interface WalkOptions {
  /** Further attributes to read of each page, `IDS` among them where contacts are to be named. */
  readonly also?: readonly number[];
  /** The first bucket to read, and the last. */
  readonly from?: number;
  readonly to?: number;
}

/** Buckets of the first batch, by which the others are measured: 16,000 contacts of a million. */
const FIRST_WIDTH = 4;
/** Contacts in each after it: a round trip, and a moment in which the process does nothing else. */
const COUNTED_AT_ONCE = 50_000;
/** Where they are named, and an object or more is made for each: a kilobyte with its consent. */
const NAMED_AT_ONCE = 10_000;

/**
 * Asks a segment of all pages of an organization, some buckets at a time, so that memory does not grow
 * with it. In a transaction of isolation `repeatable read` all are those of one instant. What is
 * answered holds until more is asked for: the pages after the next are read to where it lies.
 */
export async function* walkSegment(
  db: Database | Tx,
  segment: CompiledSegment,
  { also = [], from = 0, to = BUCKETS - 1 }: WalkOptions = {},
): AsyncGenerator<readonly AnsweredPage[]> {
  const atOnce = also.includes(IDS) ? NAMED_AT_ONCE : COUNTED_AT_ONCE;
  const attributes = [...new Set([STANDING, ...attributesOf(segment), ...also])];
  const shelves = [newShelf(), newShelf()] as const;
  let turn = 0;
  const read = async (first: number, width: number) => {
    const shelf = shelves[turn++ % 2 === 0 ? 0 : 1];
    shelf.clear();
    const last = Math.min(to, first + width - 1);
    const buckets = Array.from({ length: last + 1 - first }, (_, index) => first + index);
    const { organizationId } = segment;
    return { buckets, pages: await readPages(db, organizationId, attributes, buckets, shelf) };
  };
  let reading: ReturnType<typeof read> | null = from <= to ? read(from, FIRST_WIDTH) : null;
  try {
    while (reading !== null) {
      const { buckets, pages } = await reading;
      const next = (buckets.at(-1) ?? to) + 1;
      // the database reads the next batch while this one is asked
      reading = next <= to ? read(next, widthAfter(buckets, pages, atOnce)) : null;
      reading?.catch(() => {});
      if (pages.length > 0) yield await answered(db, segment, buckets, pages);
    }
  } finally {
    // whoever stops before the end goes on with the transaction
    await reading?.catch(() => {});
  }
}

function widthAfter(buckets: readonly number[], pages: readonly Page[], atOnce: number): number {
  const slots = pages.reduce((sum, page) => sum + slotsOf(page.columns.get(STANDING) ?? null), 0);
  const each = Math.max(1, slots / buckets.length);
  return Math.max(1, Math.round(atOnce / each));
}

function attributesOf({ attributes, sets }: CompiledSegment): readonly number[] {
  return [...attributes, ...(sets.some(({ byId }) => byId) ? [IDS] : [])];
}

async function answered(
  db: Database | Tx,
  segment: CompiledSegment,
  buckets: readonly number[],
  pages: readonly Page[],
): Promise<readonly AnsweredPage[]> {
  const found = new Map<PersonSet, ReadonlyMap<number, readonly number[]>>();
  for (const set of segment.sets) if (!set.byId) found.set(set, await set.places(db, buckets));
  const [presents, masks] = [noBitsFor(pages.length), noBitsFor(pages.length)];
  return pages.map((page, index) => {
    const present = columnMask(
      { kind: 'known' },
      page.columns.get(STANDING) ?? null,
      presents[index],
    );
    const sets = new Map<PersonSet, Bits>();
    for (const set of segment.sets) {
      const places = found.get(set)?.get(page.bucket) ?? [];
      const bits = set.byId ? fitting(set.byId, page, present) : atPlaces(places, page.page);
      sets.set(set, bits);
    }
    const { bucket, page: number, columns } = page;
    const mask = masks[index] ?? noBits();
    mask.set(segment.test({ bucket, page: number, columns, present, sets }));
    return { bucket, page: number, columns, present, sets, mask };
  });
}

function atPlaces(places: readonly number[], page: number): Bits {
  const bits = noBits();
  for (const place of places) {
    const slot = place - page * PAGE_CONTACTS;
    if (slot >= 0 && slot < PAGE_CONTACTS) setBit(bits, slot);
  }
  return bits;
}

function fitting(has: (id: string) => boolean, page: Page, present: Bits): Bits {
  const bits = noBits();
  for (const slot of slotsIn(present)) if (has(idAt(page, slot))) setBit(bits, slot);
  return bits;
}

/** The id of the contact in a slot; the page was read with `IDS`. */
function idAt({ columns }: Pick<Page, 'columns'>, slot: number): string {
  const ids = columns.get(IDS);
  if (ids?.kind !== 'id') throw new TypeError('The page was read without ids.');
  return stringify(ids.values, slot * ID_BYTES);
}

/** Whether the contact at a place of the page's bucket has an email address. */
export function hasEmailAt(
  { columns, page }: Pick<Page, 'columns' | 'page'>,
  place: number,
): boolean {
  const standing = columns.get(STANDING);
  return standing?.kind === 'flag' && standing.values[place - page * PAGE_CONTACTS] === 2;
}

/** Those of a page who are in the segment; it was read with `IDS`. */
export function membersOf(page: AnsweredPage): readonly Member[] {
  const first = page.page * PAGE_CONTACTS;
  return slotsIn(page.mask).map((slot) => ({
    bucket: page.bucket,
    id: idAt(page, slot),
    place: first + slot,
  }));
}
