import { type AuditSubject, canonical } from '@postern/core/audit';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { chainHash, GENESIS } from './append.ts';

export type Verification =
  | { readonly intact: true; readonly entries: number; readonly sentence: string }
  | {
      readonly intact: false;
      readonly entries: number;
      readonly brokenAt: number;
      readonly sentence: string;
    };

const PAGE = 2_000;

/** Walks the ledger from its first entry; names the first that was altered, removed or added. */
export async function verifyAudit(
  database: Database,
  keys: OrganizationKeys,
): Promise<Verification> {
  const organizationId = keys.organizationId;
  // the head is read first: entries that are appended during the walk do not disturb it
  const head = await database
    .selectFrom('audit_heads')
    .select(['sequence', 'hash'])
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  let expected = 1;
  let previous: Buffer = GENESIS;
  const broken = (sentence: string): Verification => ({
    intact: false,
    entries: expected - 1,
    brokenAt: expected,
    sentence,
  });
  for (;;) {
    const rows = await database
      .selectFrom('audit_entries')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('sequence', '>=', expected)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      if (row.sequence !== expected) return broken(`Entry ${expected} is missing.`);
      const form = canonical({
        organizationId,
        sequence: row.sequence,
        at: row.at.toISOString(),
        actor: row.actor,
        action: row.action,
        subject: row.subject as AuditSubject,
      });
      const hash = chainHash(keys, previous, form);
      if (!hash.equals(row.hash) || !previous.equals(row.previous_hash)) {
        return broken(`Entry ${expected} is not what was written: its hash does not follow.`);
      }
      if (head?.sequence === row.sequence && !head.hash.equals(row.hash)) {
        return broken(`Entry ${expected} does not end in the recorded head of the ledger.`);
      }
      previous = row.hash;
      expected += 1;
    }
    if (rows.length < PAGE) break;
  }
  const entries = expected - 1;
  if (entries < (head?.sequence ?? 0)) return broken(`Entry ${expected} is missing from the end.`);
  // making the organization is the first entry of every ledger
  if (head === undefined || entries === 0)
    return broken('The ledger is empty; its beginning was removed.');
  return { intact: true, entries, sentence: `Intact: ${entries} entries, each follows the last.` };
}
