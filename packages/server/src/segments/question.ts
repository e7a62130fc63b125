import { checkTree, type TreeProblem } from '@postern/core/segments';
import type { Day } from '@postern/core/values';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { compileSegment } from './compile-segment.ts';
import type { Test } from './test.ts';

/** Who is in a tree, saved or not, on a day. */
export interface SegmentQuestion {
  readonly organizationId: string;
  readonly keys: Pick<OrganizationKeys, 'valueToken'>;
  /** Checked each time: an attribute can have been deleted since the segment was saved. */
  readonly tree: unknown;
  /** Today where the organization is. */
  readonly today: Day;
}

/** Why a question has no answer. */
export interface RefusedTree {
  readonly kind: 'refused';
  readonly problems: readonly TreeProblem[];
}

/** One contact; `bucket` follows from the id and finds the shard. */
export interface Member {
  readonly bucket: number;
  readonly id: string;
}

export async function compileQuestion(
  db: Database | Tx,
  { organizationId, keys, tree, today }: SegmentQuestion,
): Promise<{ readonly kind: 'compiled'; readonly test: Test } | RefusedTree> {
  const definitions = await loadDefinitions(db, organizationId);
  const checked = checkTree(tree, definitions);
  if (checked.problems) return { kind: 'refused', problems: checked.problems };
  const test = compileSegment(checked.tree, { organizationId, keys, definitions, today });
  return { kind: 'compiled', test };
}
