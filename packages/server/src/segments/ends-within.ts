import { addDays } from '@postern/core/values';
import { sql } from 'kysely';
import type { CompileContext, PersonSet } from './asking.ts';
import { inBuckets, placesOf } from './places.ts';

/** Whose authorization, one of them, states a day so near and was not revoked. */
export function endsWithin(days: number, { keys, today }: CompileContext): PersonSet {
  return {
    places: (db, buckets) =>
      placesOf(
        db,
        sql`
          select c.bucket, c.place
          from consent_events signed
          join contacts c on c.bucket = signed.bucket
            and c.organization_id = signed.organization_id and c.id = signed.contact_id
          where signed.bucket = ${inBuckets(buckets)}
            and signed.organization_id = ${keys.organizationId}
            and signed.kind = 'authorization_signed'
            and signed.fact #>> '{document,revokedAt}' is null
            and signed.fact #>> '{document,expiry,kind}' = 'date'
            -- days in their written form compare as days do
            and signed.fact #>> '{document,expiry,on}' between ${today} and ${addDays(today, days)}
            and not exists (
              select from consent_events revoked
              where revoked.bucket = signed.bucket
                and revoked.organization_id = signed.organization_id
                and revoked.contact_id = signed.contact_id
                and revoked.kind = 'authorization_revoked'
                and revoked.fact ->> 'documentId' = signed.fact #>> '{document,id}')
            -- as revokedEarlier, of who was deleted before
            and not exists (
              select from consent_events earlier
              where earlier.bucket = signed.bucket
                and earlier.organization_id = signed.organization_id
                and earlier.contact_id = signed.contact_id and earlier.kind = 'earlier_revoked'
                and case earlier.fact ->> 'documents'
                  when 'other' then signed.fact #> '{document,kinds}' = '[]'::jsonb
                  else signed.fact #> '{document,kinds}' ? (earlier.fact ->> 'documents') end
                and case when signed.source in ('page', 'tablet')
                  then signed.at <= (earlier.fact ->> 'until')::timestamptz
                  else coalesce(signed.fact #>> '{document,signedOn}' <= to_char(
                    (earlier.fact ->> 'until')::timestamptz at time zone 'UTC' + interval '14 hours',
                    'YYYY-MM-DD'), true) end)`,
      ),
  };
}
