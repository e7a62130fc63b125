import { checkTree, type TreeProblem } from '@postern/core/segments';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { loadKnown } from './load-known.ts';
import { type SavedSegment, savedSegment } from './saved-segment.ts';

export interface NewSegment {
  readonly name: string;
  /** From outside: it is checked here. */
  readonly tree: unknown;
  /** The user; null for what the program makes itself. */
  readonly createdBy: string | null;
}

export type CreatedSegment =
  | { readonly kind: 'created'; readonly segment: SavedSegment }
  | { readonly kind: 'refused'; readonly problems: readonly TreeProblem[] };

/** Saves a new segment, version 1, or says what is wrong with its tree. */
export async function createSegment(
  db: Database | Tx,
  organizationId: string,
  { name, tree, createdBy }: NewSegment,
): Promise<CreatedSegment> {
  const definitions = await loadDefinitions(db, organizationId);
  const checked = checkTree(tree, definitions, await loadKnown(db, organizationId, [tree]));
  if (checked.problems) return { kind: 'refused', problems: checked.problems };
  const row = await db
    .with('counted', (query) =>
      query
        .updateTable('organizations')
        .set({ segments_made: sql`segments_made + 1` })
        .where('id', '=', organizationId)
        .returning('segments_made'),
    )
    .insertInto('segments')
    .values({
      organization_id: organizationId,
      id: v7(),
      number: sql<number>`(select segments_made from counted)`,
      name: name.trim(),
      tree: JSON.stringify(checked.tree),
      created_by: createdBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { kind: 'created', segment: savedSegment(row) };
}
