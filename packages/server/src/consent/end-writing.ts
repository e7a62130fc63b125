import { sql } from 'kysely';
import { v7 } from 'uuid';
import { bucketOf, type Tx } from '../database/index.ts';

export type SuppressionReason = 'hard_bounce' | 'soft_bounces' | 'complaint' | 'by_hand';

export interface NewEnd {
  readonly reason: SuppressionReason;
  readonly detail: string | null;
  /** Who did: 'returns', 'delivery', or a user's id. */
  readonly source: string;
  readonly at: Date;
}
export type TokenEnd = NewEnd & { readonly token: Buffer };

/**
 * Ends the writing to these addresses, of which only the tokens are at hand, but to those that a person
 * has released since it `happened`. Each is there once. Answers of how many it ended: of the others it
 * had ended before.
 */
export async function suppressTokens(
  tx: Tx,
  organizationId: string,
  ends: readonly (TokenEnd & { readonly happened: Date })[],
): Promise<number> {
  if (ends.length === 0) return 0;
  const { rows } = await sql<{ readonly place: number }>`
    select wanted.place::integer as place
    from unnest(
      ${sql.val(ends.map(({ token }) => bucketOf(token)))}::smallint[],
      ${sql.val(ends.map(({ token }) => token))}::bytea[],
      ${sql.val(ends.map(({ happened }) => happened.toISOString()))}::timestamptz[]
    ) with ordinality as wanted (bucket, token, happened, place)
    where exists (
      select from suppressions
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and token = wanted.token and released_by is not null
        and released_at >= wanted.happened)`.execute(tx);
  const released = new Set(rows.map(({ place }) => place - 1));
  return endWriting(
    tx,
    organizationId,
    ends.filter((_, place) => !released.has(place)),
  );
}

/** See `suppress`. Each token is there once; two statements, however many there are. */
export async function endWriting(
  tx: Tx,
  organizationId: string,
  ends: readonly TokenEnd[],
): Promise<number> {
  if (ends.length === 0) return 0;
  const graver = ends.filter(({ reason }) => reason !== 'complaint');
  if (graver.length > 0) await giveWay(tx, organizationId, graver);
  const column = <T>(of: (end: TokenEnd) => T) => sql.val(ends.map(of));
  const made = await sql`
    insert into suppressions (bucket, organization_id, token, id, reason, detail, source, since)
    select bucket, ${organizationId}::uuid, token, id, reason, detail, source, since
    from unnest(
      ${column(({ token }) => bucketOf(token))}::smallint[],
      ${column(({ token }) => token)}::bytea[],
      ${column(() => v7())}::uuid[],
      ${column(({ reason }) => reason)}::text[],
      ${column(({ detail }) => detail)}::text[],
      ${column(({ source }) => source)}::text[],
      ${column(({ at }) => at.toISOString())}::timestamptz[]
    ) as new (bucket, token, id, reason, detail, source, since)
    on conflict (bucket, organization_id, token) where released_at is null do nothing`.execute(tx);
  return Number(made.numAffectedRows ?? 0n);
}

/** Ends a complaint's suppression for a graver one that follows at once. */
async function giveWay(tx: Tx, organizationId: string, ends: readonly TokenEnd[]): Promise<void> {
  await sql`
    update suppressions ended set released_at = new.at
    from unnest(
      ${sql.val(ends.map(({ token }) => bucketOf(token)))}::smallint[],
      ${sql.val(ends.map(({ token }) => token))}::bytea[],
      ${sql.val(ends.map(({ at }) => at.toISOString()))}::timestamptz[]
    ) as new (bucket, token, at)
    where ended.bucket = new.bucket and ended.organization_id = ${organizationId}
      and ended.token = new.token and ended.reason = 'complaint'
      and ended.released_at is null`.execute(tx);
}
