import { sql } from 'kysely';
import { v7 } from 'uuid';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

export type SuppressionReason = 'hard_bounce' | 'soft_bounces' | 'complaint' | 'by_hand';

/** Why nothing is sent to an address. The address itself is nowhere: only a keyed hash of it. */
export interface Suppression {
  readonly id: string;
  readonly reason: SuppressionReason;
  /** In the other side's words, without addresses. */
  readonly detail: string | null;
  readonly since: Date;
}

interface NewEnd {
  readonly reason: SuppressionReason;
  readonly detail: string | null;
  /** Who did: 'returns', 'delivery', or a user's id. */
  readonly source: string;
  readonly at: Date;
}
export type NewSuppression = NewEnd & { readonly email: string };

/**
 * Which of these addresses nothing is sent to, and why; the others are missing from the answer. One
 * HMAC each and one query for all.
 */
export async function suppressedAmong(
  db: Database | Tx,
  keys: OrganizationKeys,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Suppression>> {
  const found = new Map<string, Suppression>();
  if (emails.length === 0) return found;
  const tokens = emails.map((email) => keys.lookupToken('email', email));
  const { rows } = await sql<
    Suppression & { readonly place: number }
  >`/* prepared: suppressed_among */
    select wanted.place::integer as place, s.id, s.reason, s.detail, s.since
    from unnest(${sql.val(tokens.map(bucketOf))}::smallint[], ${sql.val(tokens)}::bytea[])
      with ordinality as wanted (bucket, token, place),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select id, reason, detail, since from suppressions
      where bucket = wanted.bucket and organization_id = ${keys.organizationId}
        and token = wanted.token and released_at is null
      offset 0
    ) s`.execute(db);
  for (const { place, ...suppression } of rows) {
    const email = emails[place - 1];
    if (email !== undefined) found.set(email, suppression);
  }
  return found;
}

/**
 * Ends the writing to an address, whoever has it. False when it had ended before: the first reason
 * stands, but for a complaint, which ends marketing alone: whatever ends the rest too takes its place,
 * and the complaint stays on record, released by nobody. It holds for the very next message.
 */
export async function suppress(
  tx: Tx,
  keys: OrganizationKeys,
  { email, ...end }: NewSuppression,
): Promise<boolean> {
  return endWriting(tx, keys.organizationId, { token: keys.lookupToken('email', email), ...end });
}

/**
 * The same of an address of which only the token is at hand, for something that happened before: false
 * also where a person has released the address since `happened`.
 */
export async function suppressToken(
  tx: Tx,
  organizationId: string,
  end: NewEnd & { readonly token: Buffer },
  happened: Date,
): Promise<boolean> {
  const released = await tx
    .selectFrom('suppressions')
    .select('id')
    .where('bucket', '=', bucketOf(end.token))
    .where('organization_id', '=', organizationId)
    .where('token', '=', end.token)
    .where('released_by', 'is not', null)
    .where('released_at', '>=', happened)
    .executeTakeFirst();
  return released === undefined && endWriting(tx, organizationId, end);
}

async function endWriting(
  tx: Tx,
  organizationId: string,
  { token, reason, detail, source, at }: NewEnd & { readonly token: Buffer },
): Promise<boolean> {
  if (reason !== 'complaint') await giveWay(tx, organizationId, token, at);
  const made = await tx
    .insertInto('suppressions')
    .values({
      bucket: bucketOf(token),
      organization_id: organizationId,
      token,
      id: v7(),
      reason,
      detail,
      source,
      since: at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['bucket', 'organization_id', 'token'])
        .where('released_at', 'is', null)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** Ends a complaint's suppression for a graver one that follows at once. */
async function giveWay(tx: Tx, organizationId: string, token: Buffer, at: Date): Promise<void> {
  await tx
    .updateTable('suppressions')
    .set({ released_at: at })
    .where('bucket', '=', bucketOf(token))
    .where('organization_id', '=', organizationId)
    .where('token', '=', token)
    .where('reason', '=', 'complaint')
    .where('released_at', 'is', null)
    .execute();
}

/** Lets an address be written to again; what was stays on record. False when there is none such. */
export async function releaseSuppression(
  tx: Tx,
  organizationId: string,
  id: string,
  by: { readonly userId: string; readonly at: Date },
): Promise<boolean> {
  const released = await tx
    .updateTable('suppressions')
    .set({ released_at: by.at, released_by: by.userId })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return released !== undefined;
}
