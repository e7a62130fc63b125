import { sql } from 'kysely';
import { BUCKETS, type Database, type Tx } from '../database/index.ts';
import {
  compileQuestion,
  type Member,
  type RefusedTree,
  type SegmentQuestion,
} from './question.ts';
import type { Test } from './test.ts';

const FEW = 1_000;
const MANY = 20_000;

/**
 * Everybody in it, in batches by bucket and id, each batch one query: for the review and the launch
 * of a campaign. In a transaction of isolation `repeatable read` all batches see the same instant.
 */
export async function segmentMemberIds(
  db: Database | Tx,
  question: SegmentQuestion,
): Promise<
  { readonly kind: 'members'; readonly batches: AsyncIterable<readonly Member[]> } | RefusedTree
> {
  const compiled = await compileQuestion(db, question);
  if (compiled.kind === 'refused') return compiled;
  return { kind: 'members', batches: batchesOf(db, question.organizationId, compiled.test) };
}

async function* batchesOf(
  db: Database | Tx,
  organizationId: string,
  test: Test,
): AsyncGenerator<readonly Member[]> {
  // as many buckets at a time as make a batch of some thousands, whatever the organization's size
  let width = 1;
  for (let from = 0; from < BUCKETS; ) {
    const { rows } = await sql<Member>`
      select c.bucket, c.id from contacts c
      where c.organization_id = ${organizationId}
        and c.bucket between ${from}::smallint and ${from + width - 1}::smallint and ${test}
      order by c.bucket, c.id
    `.execute(db);
    if (rows.length > 0) yield rows;
    from += width;
    if (rows.length < FEW) width *= 2;
    if (rows.length > MANY) width = Math.max(1, width >> 1);
  }
}
