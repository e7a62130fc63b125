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
  await appendAudits(tx, keys, [note], now);
}

/** The same of several, in their order and at one time. */
export async function appendAudits(
  tx: Tx,
  keys: OrganizationKeys,
  notes: readonly AuditNote[],
  now: Date = new Date(),
): Promise<void> {
  if (notes.length === 0) return;
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
  let { sequence, hash } = head;
  const at = now.toISOString();
  const entries = notes.map((note) => {
    const previous = hash;
    sequence += 1;
    hash = chainHash(keys, previous, canonical({ organizationId, sequence, at, ...note }));
    return {
      organization_id: organizationId,
      sequence,
      at,
      actor: note.actor,
      action: note.action,
      subject: JSON.stringify(note.subject),
      previous_hash: previous,
      hash,
    };
  });
  await tx.insertInto('audit_entries').values(entries).execute();
  await tx
    .updateTable('audit_heads')
    .set({ sequence, hash: sql.val(hash) })
    .where('organization_id', '=', organizationId)
    .execute();
}

export function chainHash(keys: OrganizationKeys, previous: Buffer, form: string): Buffer {
  return keys.mac('audit', Buffer.concat([previous, Buffer.from(form)]));
}
