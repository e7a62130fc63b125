import { sql } from 'kysely';
import { validate } from 'uuid';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import {
  compileQuestion,
  type Member,
  type RefusedTree,
  type SegmentQuestion,
} from './question.ts';

export interface MembersPage {
  readonly kind: 'page';
  readonly members: readonly Member[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: string | null;
}

/**
 * A page of the contacts in it, ordered by bucket and id: a contact that is added meanwhile moves
 * nobody from one page to another. `cursor` is the `nextCursor` of the page before, null at first.
 */
export async function segmentMembers(
  db: Database | Tx,
  question: SegmentQuestion,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<MembersPage | RefusedTree | { readonly kind: 'bad-cursor' }> {
  if (cursor !== null && !validate(cursor)) return { kind: 'bad-cursor' };
  const compiled = await compileQuestion(db, question);
  if (compiled.kind === 'refused') return compiled;
  const { organizationId } = question;
  const after =
    cursor === null
      ? sql`true`
      : sql`(c.bucket, c.organization_id, c.id)
          > (${bucketOf(cursor)}::smallint, ${organizationId}::uuid, ${cursor}::uuid)`;
  const { rows } = await sql<Member>`
    select c.bucket, c.id from contacts c
    where c.organization_id = ${organizationId} and ${after} and ${compiled.test}
    order by c.bucket, c.id
    limit ${limit + 1}
  `.execute(db);
  const members = rows.slice(0, limit);
  const last = rows.length > limit ? members.at(-1) : undefined;
  return { kind: 'page', members, nextCursor: last?.id ?? null };
}
