import { addDays, type Day } from '@postern/core/values';
import { sql } from 'kysely';
import type { Test } from './test.ts';

/** Whether one of the contact's authorizations states a day so near, and was not revoked. */
export function endsWithin(
  days: number,
  { organizationId, today }: { readonly organizationId: string; readonly today: Day },
): Test {
  return sql`exists (
    select from consent_events signed
    where signed.bucket = c.bucket and signed.organization_id = ${organizationId}
      and signed.contact_id = c.id and signed.kind = 'authorization_signed'
      and signed.fact #>> '{document,revokedAt}' is null
      and signed.fact #>> '{document,expiry,kind}' = 'date'
      -- days in their written form compare as days do
      and signed.fact #>> '{document,expiry,on}' between ${today} and ${addDays(today, days)}
      and not exists (
        select from consent_events revoked
        where revoked.bucket = signed.bucket and revoked.organization_id = signed.organization_id
          and revoked.contact_id = signed.contact_id and revoked.kind = 'authorization_revoked'
          and revoked.fact ->> 'documentId' = signed.fact #>> '{document,id}')
      -- as revokedEarlier, of who was deleted before
      and not exists (
        select from consent_events earlier
        where earlier.bucket = signed.bucket and earlier.organization_id = signed.organization_id
          and earlier.contact_id = signed.contact_id and earlier.kind = 'earlier_revoked'
          and case earlier.fact ->> 'documents'
            when 'other' then signed.fact #> '{document,kinds}' = '[]'::jsonb
            else signed.fact #> '{document,kinds}' ? (earlier.fact ->> 'documents') end
          and case when signed.source in ('page', 'tablet')
            then signed.at <= (earlier.fact ->> 'until')::timestamptz
            else coalesce(signed.fact #>> '{document,signedOn}' <= to_char(
              (earlier.fact ->> 'until')::timestamptz at time zone 'UTC' + interval '14 hours',
              'YYYY-MM-DD'), true) end))`;
}
