import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { readCheckpoint } from './checkpoint.ts';
import { ledgerSigner } from './signed-note.ts';
import type { Break } from './verify-chained.ts';

export interface KnownCheckpoint {
  /** How it is spoken of at the beginning of a sentence. */
  readonly name: string;
  readonly size: number;
  readonly root: Buffer;
}

/**
 * Every checkpoint that the entries must agree with: the last of each day, and the one that was kept
 * elsewhere. The size is the largest that one of them signs. A problem is one that does not read.
 */
export async function knownCheckpoints(tx: Tx, keys: OrganizationKeys, kept: string | undefined) {
  const { verifierKey } = ledgerSigner(keys);
  const head = await tx
    .selectFrom('audit_heads')
    .select('tree_size')
    .where('organization_id', '=', keys.organizationId)
    .executeTakeFirst();
  const stored = await tx
    .selectFrom('audit_checkpoints')
    .select(['day', 'size', 'note'])
    .where('organization_id', '=', keys.organizationId)
    .orderBy('day')
    .execute();
  const checkpoints: KnownCheckpoint[] = [];
  const problems: Break[] = [];
  const take = (name: string, note: string, expected: number | null) => {
    const read = readCheckpoint(note, verifierKey);
    if ('problem' in read) {
      problems.push({ brokenAt: expected ?? 1, sentence: `${name}: ${read.problem}` });
    } else if (expected !== null && read.checkpoint.size !== expected) {
      const sentence = `${name} was replaced: it signs ${read.checkpoint.size} entries, not ${expected}.`;
      problems.push({ brokenAt: expected, sentence });
    } else {
      checkpoints.push({ name, size: read.checkpoint.size, root: read.checkpoint.root });
    }
  };
  for (const { day, size, note } of stored) take(`The checkpoint of ${day}`, note, size);
  if (kept !== undefined) take('The checkpoint that was kept elsewhere', kept, null);
  const size = Math.max(0, ...checkpoints.map((checkpoint) => checkpoint.size));
  const treeSize = head?.tree_size ?? 0;
  if (size < treeSize) {
    const sentence = `Entries after ${size} are in no signed checkpoint: one was removed.`;
    problems.push({ brokenAt: size + 1, sentence });
  }
  return { checkpoints, problem: problems[0] ?? null, size };
}
