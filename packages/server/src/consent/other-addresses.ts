import { type ConsentEvent, wishesAt } from '@postern/core/consent';
import { readEmail } from '@postern/core/contacts';
import { sql } from 'kysely';
import { bucketOf, type Database, list, type Tx } from '../database/index.ts';
import { type OrganizationKeys, SealBroken } from '../keys/index.ts';
import { openEvidence } from './evidence.ts';

/**
 * Where those who asked to be written to at another address want it, 45 CFR 164.522(b), by contact. Who
 * did not ask is missing, and so is whose other address is not on file or does not open: then nothing
 * may go to the usual one either.
 */
export async function otherAddresses(
  db: Database | Tx,
  keys: OrganizationKeys,
  consent: ReadonlyMap<string, readonly ConsentEvent[]>,
  at: string,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const asked = [...consent].flatMap(([contactId, events]) => {
    // few people ever ask; of the others no more is looked at than this
    const may = events.some(({ fact }) => fact.kind === 'confidential_communication');
    const eventId = may ? wishesAt(events, at).otherAddressEvent : null;
    return eventId === null ? [] : [{ contactId, eventId }];
  });
  if (asked.length === 0) return found;
  const { rows } = await sql<{ readonly contact_id: string; readonly evidence_sealed: Buffer }>`
    select e.contact_id, e.evidence_sealed
    from unnest(${list(
      'smallint',
      asked.map(({ contactId }) => bucketOf(contactId)),
    )}, ${list(
      'uuid',
      asked.map(({ contactId }) => contactId),
    )}, ${list(
      'uuid',
      asked.map(({ eventId }) => eventId),
    )}) as wanted (bucket, contact_id, id),
    lateral (
      select contact_id, evidence_sealed from consent_events
      where bucket = wanted.bucket and organization_id = ${keys.organizationId}
        and contact_id = wanted.contact_id and id = wanted.id and evidence_sealed is not null
      offset 0
    ) e`.execute(db);
  for (const { contact_id: contactId, evidence_sealed: sealed } of rows) {
    const address = addressIn(keys, contactId, sealed);
    if (address !== null) found.set(contactId, address);
  }
  return found;
}

/** Null also of what was altered: one row must not hold up the others, and nothing goes by it. */
function addressIn(keys: OrganizationKeys, contactId: string, sealed: Buffer): string | null {
  try {
    return readEmail(openEvidence(keys, contactId, sealed).otherAddress ?? '');
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}
