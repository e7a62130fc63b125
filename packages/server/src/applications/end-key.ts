import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

interface KeyPlace {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly keyId: string;
}

const placed = (tx: Tx, { organizationId, applicationId, keyId }: KeyPlace) =>
  tx
    .updateTable('application_keys')
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null);

/** Ends a key, the sessions begun and the tokens asked for with it, at once; false: there is none. */
export async function revokeKey(tx: Tx, place: KeyPlace, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await placed(tx, place)
    .set({ revoked_at: now })
    .executeTakeFirstOrThrow();
  await sql`
    with recursive begun as (
      select id from application_keys
      where organization_id = ${place.organizationId} and parent_id = ${place.keyId}
      union
      select k.id from application_keys k join begun on k.parent_id = begun.id
      where k.organization_id = ${place.organizationId}
    )
    update application_keys set revoked_at = ${now}
    where organization_id = ${place.organizationId} and id in (select id from begun)
      and revoked_at is null
  `.execute(tx);
  await tx
    .deleteFrom('application_tokens')
    .where('organization_id', '=', place.organizationId)
    .where('key_id', '=', place.keyId)
    .execute();
  return numUpdatedRows === 1n;
}

/** The key works for so many hours more, and no longer than it would have; answers until when. */
export async function letRunOut(
  tx: Tx,
  place: KeyPlace,
  hours: number,
  now: Date,
): Promise<{ readonly kind: 'key' | 'client' | 'session'; readonly until: Date } | null> {
  const row = await placed(tx, place)
    .set({
      expires_at: sql<Date>`least(expires_at, ${now}::timestamptz + make_interval(hours => ${hours}))`,
    })
    .where('expires_at', '>', now)
    .returning(['kind', 'expires_at'])
    .executeTakeFirst();
  return row ? { kind: row.kind, until: row.expires_at } : null;
}

/** Ends an application with all that it holds, at once and for good. */
export async function endApplication(
  tx: Tx,
  organizationId: string,
  applicationId: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set({ ended_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', applicationId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('application_keys')
    .set({ revoked_at: now })
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .where('revoked_at', 'is', null)
    .execute();
  await tx
    .deleteFrom('application_tokens')
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .execute();
  return numUpdatedRows === 1n;
}
