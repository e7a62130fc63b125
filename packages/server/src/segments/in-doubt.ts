import type { DoubtfulAddress } from '@postern/core/segments';
import { sql } from 'kysely';
import type { CompileContext, PersonSet } from './asking.ts';
import { inBuckets, placesOf } from './places.ts';

/** Of whose address the last look at all contacts found this. */
export function inDoubt({ is }: DoubtfulAddress, { keys }: CompileContext): PersonSet {
  return {
    places: (db, buckets) =>
      placesOf(
        db,
        sql`
          select c.bucket, c.place from address_findings f
          join contacts c on c.bucket = f.bucket and c.organization_id = f.organization_id
            and c.id = f.contact_id
          where f.bucket = ${inBuckets(buckets)} and f.organization_id = ${keys.organizationId}
            and f.finding = ${is}`,
      ),
  };
}
