import { validate } from 'uuid';
import { appendAudit } from '../../audit/index.ts';
import { recordConsent } from '../../consent/index.ts';
import { bucketOf, inTransaction, type Tx } from '../../database/index.ts';
import type { ExchangeDeps } from '../deps.ts';
import { NOTHING_EARLIER } from '../earlier.ts';
import { findPeople } from '../find-people.ts';
import { judgeConsents } from '../judge-consents.ts';
import { topicsOf } from '../run-exchange.ts';
import { at, type FhirFault, items, type Place } from './json-reader.ts';
import { type FhirClaim, type FhirPatient, readConsent } from './read-consent.ts';

/** What became of one resource, by its path in what was handed in. */
export interface FhirVerdict {
  readonly path: string;
  readonly verdict: 'valid' | 'no_effect' | 'known' | 'refused';
  readonly faults: readonly FhirFault[];
  readonly reasons: readonly string[];
}

export interface FhirImported {
  /** False where any resource is refused: then nothing of any was. */
  readonly written: boolean;
  readonly resources: readonly FhirVerdict[];
}

/**
 * Takes in a Consent or a Bundle of them: all of it, or nothing and a report of what is refused. The
 * same again adds nothing.
 */
export async function importFhir(
  { database, keyring, now }: ExchangeDeps,
  { organizationId, userId }: { readonly organizationId: string; readonly userId: string },
  {
    resource,
    patientSystem,
  }: { readonly resource: unknown; readonly patientSystem: string | null },
): Promise<FhirImported> {
  const keys = await keyring.of(organizationId);
  const places = resourcesOf(resource);
  const time = now();
  const read = places.map((place) => ({
    path: place.path,
    read: readConsent(place, { now: time, patientSystem }),
  }));
  return inTransaction(database, async (tx): Promise<FhirImported> => {
    const faults = new Map<string, FhirFault[]>();
    const said: { path: string; patient: FhirPatient; claim: FhirClaim }[] = [];
    for (const { path, read: one } of read) {
      if (one.kind === 'refused') faults.set(path, [...one.faults]);
      else said.push(...one.claims.map((claim) => ({ path, patient: one.patient, claim })));
    }
    const people = await contactsOf(
      tx,
      keys,
      said.map(({ patient }) => patient),
    );
    const found = said.flatMap(({ path, claim }, place) => {
      const contactId = people[place];
      if (typeof contactId === 'string') {
        return [{ path, claim: { ...claim, contactId, otherAddress: null, file: undefined } }];
      }
      const nobody = { path: `${path}.patient.identifier.value`, found: 'a string' };
      faults.set(path, [{ ...nobody, expected: 'one person who is on file; nobody is made' }]);
      return [];
    });
    const judged = await judgeConsents(
      tx,
      {
        keys,
        source: 'fhir',
        actor: userId,
        now: time,
        earlier: NOTHING_EARLIER,
        topics: await topicsOf(tx, organizationId),
      },
      found.map(({ claim }) => claim),
    );
    const verdicts = new Map<string, FhirVerdict>();
    for (const [place, { path }] of found.entries()) {
      const verdict = judged[place]?.verdict;
      if (verdict?.kind === 'rejected') {
        const one = verdict.faults.map(({ expected }) => ({ path, found: 'an object', expected }));
        faults.set(path, one);
      } else if (verdict && verdicts.get(path)?.verdict !== 'no_effect') {
        // of a signature and its revocation, either may be new
        const earlier = verdicts.get(path)?.verdict;
        const kind = verdict.kind === 'known' && earlier === 'valid' ? 'valid' : verdict.kind;
        const reasons = verdict.kind === 'no_effect' ? verdict.reasons : [];
        verdicts.set(path, { path, verdict: kind, faults: [], reasons });
      }
    }
    const written = faults.size === 0;
    if (written) {
      await recordConsent(
        tx,
        keys,
        judged.flatMap(({ event }) => event ?? []),
      );
    }
    const resources = read.map(
      ({ path }): FhirVerdict =>
        faults.has(path)
          ? { path, verdict: 'refused', faults: faults.get(path) ?? [], reasons: [] }
          : (verdicts.get(path) ?? { path, verdict: 'known', faults: [], reasons: [] }),
    );
    const subject = { resources: resources.length, refused: faults.size, written };
    await appendAudit(tx, keys, { actor: userId, action: 'consent.fhir_imported', subject }, time);
    return { written, resources };
  });
}

/** The Consents of a Bundle, or the one that was handed in. */
function resourcesOf(resource: unknown): readonly Place[] {
  const root = { path: '$', value: resource };
  if (at(root, 'resourceType').value !== 'Bundle') return [root];
  const entry = at(root, 'entry');
  // one that is no list would be passed over, and the revocation in it with it: refused as a whole
  if (entry.value !== undefined && !Array.isArray(entry.value)) return [root];
  return items(entry).map((entry) => at(entry, 'resource'));
}

async function contactsOf(
  tx: Tx,
  keys: Parameters<typeof findPeople>[1],
  patients: readonly FhirPatient[],
): Promise<readonly (string | null)[]> {
  const numbers = patients.flatMap((one) => (one.kind === 'record-number' ? [one.value] : []));
  const found = await findPeople(
    tx,
    keys,
    numbers.map((recordNumber) => ({ recordNumber, email: null })),
  );
  const byNumber = new Map(numbers.map((number, place) => [number, found[place]]));
  const ids: (string | null)[] = [];
  for (const patient of patients) {
    if (patient.kind === 'record-number') {
      const id = byNumber.get(patient.value);
      ids.push(typeof id === 'string' ? id : null);
    } else ids.push(await contactWith(tx, keys.organizationId, patient.id));
  }
  return ids;
}

async function contactWith(tx: Tx, organizationId: string, id: string): Promise<string | null> {
  if (!validate(id)) return null;
  const row = await tx
    .selectFrom('contacts')
    .select('id')
    .where('bucket', '=', bucketOf(id))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.id ?? null;
}
