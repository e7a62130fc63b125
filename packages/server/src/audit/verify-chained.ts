import { type AuditSubject, canonical } from '@postern/core/audit';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { sealedRows } from './sealed-rows.ts';

const PAGE = 5_000;

export interface Break {
  readonly brokenAt: number;
  readonly sentence: string;
}

export const at = (brokenAt: number, sentence: string): Break => ({ brokenAt, sentence });

/**
 * Walks the chain of one keyed hash over the next that was kept before there was a tree: `length`
 * entries, whose last hash is `end`. Null: intact.
 */
export async function verifyChained(
  db: Database | Tx,
  keys: OrganizationKeys,
  { length, end }: { length: number; end: Buffer | null },
): Promise<Break | null> {
  let previous: Buffer = Buffer.alloc(32);
  let expected = 1;
  while (expected <= length) {
    const to = Math.min(expected + PAGE, length + 1);
    const rows = await sealedRows(db, keys.organizationId, expected, to);
    for (const { sequence, entry, mac } of rows) {
      if (sequence !== expected) break;
      const { organizationId, at, actor, action } = entry;
      const subject = subjectOf(entry.subject);
      const form = canonical({ organizationId, sequence, at, actor, action, subject });
      if (!keys.mac('audit', Buffer.concat([previous, Buffer.from(form)])).equals(mac)) {
        const sentence = `Entry ${sequence} is not what was written: its hash does not follow.`;
        return { brokenAt: sequence, sentence };
      }
      previous = mac;
      expected += 1;
    }
    if (expected < to) return { brokenAt: expected, sentence: `Entry ${expected} is missing.` };
  }
  if (length === 0 || end?.equals(previous)) return null;
  const sentence = `Entry ${length} does not end in the recorded head of the chain.`;
  return { brokenAt: length, sentence };
}

function subjectOf(text: string): AuditSubject {
  const subject: AuditSubject = JSON.parse(text);
  return subject;
}
