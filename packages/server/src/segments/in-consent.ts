import type { ConsentFact } from '@postern/core/consent';
import { consentKey, consentKeys, type InConsent } from '@postern/core/segments';
import { sql } from 'kysely';
import { loadConsent } from '../consent/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { CompileContext, PersonSet } from './asking.ts';
import { inBuckets } from './places.ts';

/** A state without one of these facts is nobody's; who has one is asked of the ledger as a whole. */
const FROM: Readonly<Record<InConsent['state'], readonly ConsentFact['kind'][]>> = {
  opted_out: ['opted_out', 'complained'],
  opted_in: ['opted_in'],
  complained: ['complained'],
  authorized: ['authorization_signed'],
  prefers: ['channel_chosen'],
  restriction: ['restriction_agreed'],
  restriction_asked: ['restriction_requested'],
  no_email: ['confidential_communication'],
  other_address: ['confidential_communication'],
  prefers_unencrypted: ['unencrypted_mail'],
  deceased: ['deceased'],
  parent_of_consenting_minor: ['minor_consents_alone'],
};

/** Of whom the ledger says this at the moment of the question. */
export function inConsent(condition: InConsent, { keys, at }: CompileContext): PersonSet {
  const wanted = consentKey(condition);
  return {
    async places(db, buckets) {
      const candidates = await candidatesFor(db, keys.organizationId, condition, buckets);
      const places = new Map<number, number[]>();
      for (let from = 0; from < candidates.length; from += AT_ONCE) {
        const some = candidates.slice(from, from + AT_ONCE);
        const ids = some.map(({ id }) => id);
        const consent = await loadConsent(db, keys, ids);
        for (const { bucket, place, id } of some) {
          if (!consentKeys(consent.get(id) ?? [], at).has(wanted)) continue;
          const known = places.get(bucket);
          if (known) known.push(place);
          else places.set(bucket, [place]);
        }
      }
      return places;
    },
  };
}

const AT_ONCE = 5_000;

async function candidatesFor(
  db: Database | Tx,
  organizationId: string,
  { state }: InConsent,
  buckets: readonly number[],
) {
  const { rows } = await sql<{ bucket: number; place: number; id: string }>`
    select distinct c.bucket, c.place, c.id
    from consent_events e
    join contacts c on c.bucket = e.bucket and c.organization_id = e.organization_id
      and c.id = e.contact_id
    where e.bucket = ${inBuckets(buckets)} and e.organization_id = ${organizationId}
      and e.kind = any(${sql.val([...FROM[state]])}::text[])`.execute(db);
  return rows;
}
