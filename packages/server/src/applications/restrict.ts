import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import { type Database, inTransaction, type Tx } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import type { RestrictedWhy } from './application.ts';

/** A network from which an application came in its first day is one of its own. */
const LEARNING_HOURS = 24;

/**
 * Restricts an application by itself; false: it was already. `network`: the new one, which its release
 * makes known.
 */
export async function restrict(
  { database, keyring }: { readonly database: Database; readonly keyring: Keyring },
  place: { readonly organizationId: string; readonly applicationId: string },
  why: RestrictedWhy,
  network: string | null,
  now: Date,
): Promise<boolean> {
  const { organizationId, applicationId } = place;
  const keys = await keyring.of(organizationId);
  return inTransaction(database, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('applications')
      .set({ restricted_at: now, restricted_why: why, restricted_network: network })
      .where('organization_id', '=', organizationId)
      .where('id', '=', applicationId)
      .where('restricted_at', 'is', null)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    const subject = { applicationId, why };
    const note = { actor: 'system', action: 'application.restricted', subject } as const;
    await appendAudit(tx, keys, { ...note, purpose: 'security' }, now);
    return true;
  });
}

/** A person lets it go on; the network that was new is known from now on. */
export async function release(
  tx: Tx,
  organizationId: string,
  applicationId: string,
  now: Date,
): Promise<'released' | 'unknown' | 'unrestricted'> {
  const row = await tx
    .selectFrom('applications')
    .select(['restricted_at', 'restricted_network'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', applicationId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return 'unknown';
  if (row.restricted_at === null) return 'unrestricted';
  if (row.restricted_network !== null) {
    await know(tx, { organizationId, applicationId }, row.restricted_network, now);
  }
  await tx
    .updateTable('applications')
    .set({ restricted_at: null, restricted_why: null, restricted_network: null, released_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', applicationId)
    .execute();
  return 'released';
}

/** Learns a network in the first day; false: it is too late for that. */
export async function learnNetwork(
  database: Database,
  place: { readonly organizationId: string; readonly applicationId: string },
  network: string,
  now: Date,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const { rows } = await sql<{ learns: boolean }>`
      update applications set first_used_at = coalesce(first_used_at, ${now}::timestamptz)
      where organization_id = ${place.organizationId} and id = ${place.applicationId}
      returning first_used_at > ${now}::timestamptz - make_interval(hours => ${LEARNING_HOURS}) as learns
    `.execute(tx);
    if (!rows[0]?.learns) return false;
    await know(tx, place, network, now);
    return true;
  });
}

async function know(
  tx: Tx,
  place: { readonly organizationId: string; readonly applicationId: string },
  network: string,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('application_networks')
    .values({
      organization_id: place.organizationId,
      application_id: place.applicationId,
      network,
      first_seen_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
