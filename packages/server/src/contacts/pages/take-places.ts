import { type Column, PAGE_CONTACTS, slotsOf } from '@postern/core/columns';
import type { Tx } from '../../database/index.ts';
import { readPages, STANDING } from './read-pages.ts';

/**
 * A place for each of `wanted` in its bucket, in their order: those that a deleted contact left first,
 * then behind the last. The caller is the organization's only writer of contacts, and fills them.
 */
export async function takePlaces(
  tx: Tx,
  organizationId: string,
  wanted: readonly number[],
): Promise<readonly number[]> {
  const buckets = [...new Set(wanted)];
  const standing = new Map<number, Map<number, Column | null>>();
  for (const { bucket, page, columns } of await readPages(
    tx,
    organizationId,
    [STANDING],
    buckets,
  )) {
    const pages = standing.get(bucket) ?? new Map<number, Column | null>();
    standing.set(bucket, pages.set(page, columns.get(STANDING) ?? null));
  }
  const free = new Map(buckets.map((bucket) => [bucket, freePlaces(standing.get(bucket))]));
  return wanted.map((bucket) => free.get(bucket)?.next().value ?? 0);
}

/** All free places of a bucket, without end. */
function* freePlaces(
  pages: ReadonlyMap<number, Column | null> | undefined,
): Generator<number, never> {
  for (let page = 0; ; page++) {
    const column = pages?.get(page) ?? null;
    const slots = slotsOf(column);
    for (let slot = 0; slot < PAGE_CONTACTS; slot++) {
      const taken = column?.kind === 'flag' && slot < slots && column.values[slot] !== 0;
      if (!taken) yield page * PAGE_CONTACTS + slot;
    }
  }
}
