import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { compileQuestion, type RefusedTree, type SegmentQuestion } from './question.ts';

export interface SegmentCount {
  readonly kind: 'counted';
  readonly count: number;
  /** All contacts of the organization, at the same instant. */
  readonly total: number;
}

/** How many contacts are in it now, of how many; or what is wrong with the tree. */
export async function countSegment(
  db: Database | Tx,
  question: SegmentQuestion,
): Promise<SegmentCount | RefusedTree> {
  const compiled = await compileQuestion(db, question);
  if (compiled.kind === 'refused') return compiled;
  const { organizationId } = question;
  const { rows } = await sql<{ count: number; total: number }>`
    select
      (select count(*) from contacts c
        where c.organization_id = ${organizationId} and ${compiled.test}) as count,
      (select count(*) from contacts where organization_id = ${organizationId}) as total
  `.execute(db);
  const { count = 0, total = 0 } = rows[0] ?? {};
  return { kind: 'counted', count, total };
}
