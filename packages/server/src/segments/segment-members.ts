import { IDS } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import {
  compileQuestion,
  type Member,
  type RefusedTree,
  type SegmentQuestion,
} from './question.ts';
import { membersOf, walkSegment } from './walk-segment.ts';

export interface MembersPage {
  readonly kind: 'page';
  readonly members: readonly Member[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: string | null;
}

/**
 * A page of the contacts in it, ordered by bucket and place: a contact that is added meanwhile moves
 * nobody from one page to another. `cursor` is the `nextCursor` of the page before, null at first.
 */
export async function segmentMembers(
  db: Database | Tx,
  question: SegmentQuestion,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<MembersPage | RefusedTree | { readonly kind: 'bad-cursor' }> {
  const after = cursor === null ? { bucket: 0, place: -1 } : placeBehind(cursor);
  if (after === null) return { kind: 'bad-cursor' };
  const compiled = await compileQuestion(db, question);
  if (compiled.kind === 'refused') return compiled;
  const members: Member[] = [];
  // one more than is asked for tells whether there is another page
  walk: for await (const pages of walkSegment(db, compiled.segment, {
    also: [IDS],
    from: after.bucket,
  })) {
    for (const member of pages.flatMap(membersOf)) {
      if (!isBehind(member, after)) continue;
      members.push(member);
      if (members.length > limit) break walk;
    }
  }
  const page = members.slice(0, limit);
  const last = members.length > limit ? page.at(-1) : undefined;
  return { kind: 'page', members: page, nextCursor: last ? cursorOf(last) : null };
}

/** Behind which contact a page begins; it says nothing of who it is. */
export const cursorOf = ({ bucket, place }: Spot) => `${bucket}.${place}`;

/** Where a contact stands. */
export type Spot = Pick<Member, 'bucket' | 'place'>;

/** The contact behind which a page begins; null for a text that is no cursor. */
export function placeBehind(cursor: string): Spot | null {
  const [, bucket, place] = /^(\d{1,3})\.(\d{1,9})$/.exec(cursor) ?? [];
  return bucket === undefined ? null : { bucket: Number(bucket), place: Number(place) };
}

export function isBehind(one: Spot, other: Spot): boolean {
  return one.bucket > other.bucket || (one.bucket === other.bucket && one.place > other.place);
}
