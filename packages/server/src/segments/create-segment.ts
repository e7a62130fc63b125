import { checkTree, type TreeProblem } from '@postern/core/segments';
import { v7 } from 'uuid';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
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
  const checked = checkTree(tree, await loadDefinitions(db, organizationId));
  if (checked.problems) return { kind: 'refused', problems: checked.problems };
  const row = await db
    .insertInto('segments')
    .values({
      organization_id: organizationId,
      id: v7(),
      name: name.trim(),
      tree: JSON.stringify(checked.tree),
      created_by: createdBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { kind: 'created', segment: savedSegment(row) };
}
