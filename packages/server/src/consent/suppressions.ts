import { sql } from 'kysely';
import { bucketOf, type Database, list, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { endWriting, type NewEnd, type SuppressionReason, suppressTokens } from './end-writing.ts';

/** Why nothing is sent to an address. The address itself is nowhere: only a keyed hash of it. */
export interface Suppression {
  readonly id: string;
  readonly reason: SuppressionReason;
  /** In the other side's words, without addresses. */
  readonly detail: string | null;
  readonly since: Date;
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
    from unnest(${list('smallint', tokens.map(bucketOf))}, ${list('bytea', tokens)})
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
  const token = keys.lookupToken('email', email);
  return (await endWriting(tx, keys.organizationId, [{ token, ...end }])) === 1;
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
  return (await suppressTokens(tx, organizationId, [{ ...end, happened }])) === 1;
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
