import { countBits } from '@postern/core/columns';
import type { Database, Tx } from '../database/index.ts';
import type { CompiledSegment } from './compile-segment.ts';
import { compileQuestion, type RefusedTree, type SegmentQuestion } from './question.ts';
import { walkSegment } from './walk-segment.ts';

export interface SegmentCount {
  readonly kind: 'counted';
  readonly count: number;
  /** All contacts of the organization, at the same instant. */
  readonly total: number;
}

/**
 * How many contacts are in it now, of how many; or what is wrong with the tree. In a transaction of
 * isolation `repeatable read`, at one instant.
 */
export async function countSegment(
  db: Database | Tx,
  question: SegmentQuestion,
): Promise<SegmentCount | RefusedTree> {
  const compiled = await compileQuestion(db, question);
  if (compiled.kind === 'refused') return compiled;
  return { kind: 'counted', ...(await membersIn(db, compiled.segment)) };
}

/** How many contacts are in it, of how many. */
export async function membersIn(
  db: Database | Tx,
  segment: CompiledSegment,
): Promise<{ readonly count: number; readonly total: number }> {
  let count = 0;
  let total = 0;
  for await (const pages of walkSegment(db, segment)) {
    for (const { mask, present } of pages) {
      count += countBits(mask);
      total += countBits(present);
    }
  }
  return { count, total };
}
