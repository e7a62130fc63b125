import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

export interface OpenRestriction {
  readonly contactId: string;
  readonly askedAt: Date;
}

/**
 * Who asked for a restriction, 45 CFR 164.522(a), and has no answer yet: the longest waiting first,
 * `limit` of them, and how many there are. By the rules of `wishesAt`: an answer counts from its
 * moment on, and one at the moment of the request is its answer. Nobody is opened.
 */
export async function openRestrictions(
  db: Database | Tx,
  organizationId: string,
  limit: number,
): Promise<{ readonly total: number; readonly open: readonly OpenRestriction[] }> {
  const { rows } = await sql<OpenRestriction & { readonly total: number }>`
    with last as (
      select distinct on (contact_id) bucket, contact_id, kind, at
      from consent_events
      where organization_id = ${organizationId}
        and kind in ('restriction_requested', 'restriction_agreed', 'restriction_declined')
      order by contact_id, at desc, kind = 'restriction_requested', id desc
    )
    select last.contact_id as "contactId", last.at as "askedAt", count(*) over ()::int as total
    from last
    -- somebody who was deleted is asked about no more
    join contacts on contacts.bucket = last.bucket and contacts.id = last.contact_id
      and contacts.organization_id = ${organizationId}
    where last.kind = 'restriction_requested'
    order by last.at, last.contact_id
    limit ${limit}`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    open: rows.map(({ contactId, askedAt }) => ({ contactId, askedAt })),
  };
}
