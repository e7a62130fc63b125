import { PAGE_CONTACTS } from '@postern/core/columns';
import { IDS } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import {
  compileQuestion,
  type Member,
  type RefusedTree,
  type SegmentQuestion,
} from './question.ts';
import { type AnsweredPage, idAt, walkSegment } from './walk-segment.ts';

/**
 * Everybody in it, in batches by bucket and place: for the review and the launch of a campaign. In a
 * transaction of isolation `repeatable read` all batches see the same instant.
 */
export async function segmentMemberIds(
  db: Database | Tx,
  question: SegmentQuestion,
): Promise<
  { readonly kind: 'members'; readonly batches: AsyncIterable<readonly Member[]> } | RefusedTree
> {
  const compiled = await compileQuestion(db, question);
  if (compiled.kind === 'refused') return compiled;
  const walk = walkSegment(db, compiled.segment, { also: [IDS] });
  return { kind: 'members', batches: batchesOf(walk) };
}

async function* batchesOf(
  walk: AsyncIterable<readonly AnsweredPage[]>,
): AsyncGenerator<readonly Member[]> {
  for await (const pages of walk) {
    const members = pages.flatMap(membersOf);
    if (members.length > 0) yield members;
  }
}

/** Those of a page who are in the segment; it was read with `IDS`. */
export function membersOf(page: AnsweredPage): readonly Member[] {
  const members: Member[] = [];
  const first = page.page * PAGE_CONTACTS;
  page.mask.forEach((is, slot) => {
    if (is) members.push({ bucket: page.bucket, id: idAt(page, slot), place: first + slot });
  });
  return members;
}
