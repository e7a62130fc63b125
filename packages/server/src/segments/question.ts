import { checkTree, inlined, NOTHING_KNOWN, type TreeProblem } from '@postern/core/segments';
import type { Day } from '@postern/core/values';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type CompiledSegment, compileSegment } from './compile-segment.ts';
import { namesById } from './known-campaigns.ts';
import { loadKnown } from './load-known.ts';

/** Who is in a tree, saved or not, on a day. */
export interface SegmentQuestion {
  readonly keys: OrganizationKeys;
  /** Checked each time: an attribute can have been deleted since the segment was saved. */
  readonly tree: unknown;
  /** Today where the organization is. */
  readonly today: Day;
  /** The moment of the question (RFC 3339); now when it is missing. */
  readonly at?: string;
}

/** Why a question has no answer. */
export interface RefusedTree {
  readonly kind: 'refused';
  readonly problems: readonly TreeProblem[];
}

/** One contact, and where it stands; `bucket` follows from the id and finds the shard. */
export interface Member {
  readonly bucket: number;
  readonly id: string;
  readonly place: number;
}

export async function compileQuestion(
  db: Database | Tx,
  { keys, tree, today, at = new Date().toISOString() }: SegmentQuestion,
): Promise<{ readonly kind: 'compiled'; readonly segment: CompiledSegment } | RefusedTree> {
  const definitions = await loadDefinitions(db, keys.organizationId);
  const known = namesById(tree)
    ? await loadKnown(db, keys.organizationId, [tree])
    : // there is nothing that it could name
      NOTHING_KNOWN;
  const checked = checkTree(tree, definitions, known);
  if (checked.problems) return { kind: 'refused', problems: checked.problems };
  const whole = inlined(checked.tree, known.segments);
  const segment = await compileSegment(db, whole, { keys, definitions, today, at });
  return { kind: 'compiled', segment };
}
