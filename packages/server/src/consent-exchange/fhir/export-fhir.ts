import type { Bundle, Consent } from 'fhir/r4.js';
import { loadConsent } from '../../consent/index.ts';
import { getContact, loadDefinitions } from '../../contacts/index.ts';
import { bucketOf, type Database } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import { type PersonOnFile, peopleOnFile } from '../people-on-file.ts';
import { consentsOf, type SignedFile } from './consents-of.ts';

/** Where everybody stands, a FHIR R4 Consent on each line (NDJSON), piece by piece. */
export async function* exportFhir(
  db: Database,
  keys: OrganizationKeys,
  now: Date,
): AsyncGenerator<string> {
  for await (const people of peopleOnFile(db, keys)) {
    let text = '';
    for (const person of people) {
      for (const consent of await consentsOn(db, keys.organizationId, person, now)) {
        text += `${JSON.stringify(consent)}\n`;
      }
    }
    yield text;
  }
}

/** Where one person stands, as a Bundle; null when there is no such contact. */
export async function fhirBundle(
  db: Database,
  keys: OrganizationKeys,
  contactId: string,
  now: Date,
): Promise<Bundle<Consent> | null> {
  const { organizationId } = keys;
  const definitions = await loadDefinitions(db, organizationId);
  const contact = await getContact(db, keys, definitions, contactId);
  if (contact === null) return null;
  const number = contact.attributes['record_number'];
  const person = {
    id: contactId,
    recordNumber: typeof number === 'string' ? number : null,
    events: (await loadConsent(db, keys, [contactId])).get(contactId) ?? [],
  };
  const consents = await consentsOn(db, organizationId, person, now);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: now.toISOString(),
    entry: consents.map((resource) => ({ resource })),
  };
}

async function consentsOn(
  db: Database,
  organizationId: string,
  person: Pick<PersonOnFile, 'id' | 'recordNumber' | 'events'>,
  now: Date,
): Promise<readonly Consent[]> {
  const signs = person.events.some(({ fact }) => fact.kind === 'authorization_signed');
  const files = signs ? await filesOf(db, organizationId, person.id) : new Map();
  return consentsOf(person, person.events, now.toISOString(), files);
}

async function filesOf(
  db: Database,
  organizationId: string,
  contactId: string,
): Promise<ReadonlyMap<string, SignedFile>> {
  const rows = await db
    .selectFrom('signed_documents')
    .select(['id', 'media_type', 'bytes', 'sha256', 'signed_at'])
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .execute();
  return new Map(
    rows.map(({ id, media_type: mediaType, bytes, sha256, signed_at: signedAt }) => [
      id,
      { mediaType, bytes, sha256, signedAt },
    ]),
  );
}
