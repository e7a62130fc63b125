import { type Action, type AuditSubject, canonical } from '@postern/core/audit';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** Hash of the entry before the first. */
export const GENESIS = Buffer.alloc(32);

export interface AuditNote {
  /** A user's id, 'system', or 'recipient'. */
  readonly actor: string;
  readonly action: Action;
  readonly subject: AuditSubject;
}

/**
 * Appends to the organization's ledger in the caller's transaction: what is not recorded did not
 * happen, and the reverse. The hash is keyed, so that a writer to the database alone cannot make a
 * chain that verifies.
 */
export async function appendAudit(
  tx: Tx,
  keys: OrganizationKeys,
  note: AuditNote,
  now: Date = new Date(),
): Promise<void> {
  const organizationId = keys.organizationId;
  await tx
    .insertInto('audit_heads')
    .values({ organization_id: organizationId, sequence: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // the head's row lock puts writers in a line
  const head = await tx
    .selectFrom('audit_heads')
    .select(['sequence', 'hash'])
    .where('organization_id', '=', organizationId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const entry = { organizationId, sequence: head.sequence + 1, at: now.toISOString(), ...note };
  const hash = chainHash(keys, head.hash, canonical(entry));
  await tx
    .insertInto('audit_entries')
    .values({
      organization_id: organizationId,
      sequence: entry.sequence,
      at: entry.at,
      actor: entry.actor,
      action: entry.action,
      subject: JSON.stringify(entry.subject),
      previous_hash: head.hash,
      hash,
    })
    .execute();
  await tx
    .updateTable('audit_heads')
    .set({ sequence: entry.sequence, hash: sql.val(hash) })
    .where('organization_id', '=', organizationId)
    .execute();
}

export function chainHash(keys: OrganizationKeys, previous: Buffer, form: string): Buffer {
  return keys.mac('audit', Buffer.concat([previous, Buffer.from(form)]));
}
