import type { ConsentEvent, ConsentFact } from '@postern/core/consent';
import { COLUMNS, rowOf } from '@postern/core/consent-exchange';
import { openEvidence } from '../consent/index.ts';
import { csvLine } from '../contacts/index.ts';
import { bucketOf, type Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type PersonOnFile, peopleOnFile } from './people-on-file.ts';
import { topicsOf } from './run-exchange.ts';

/**
 * All that people ever allowed and refused, as the file that can be imported: one row for each event,
 * a person's oldest first. Piece by piece.
 */
export async function* exportConsents(
  db: Database,
  keys: OrganizationKeys,
): AsyncGenerator<string> {
  const topics = await topicsOf(db, keys.organizationId);
  const names = new Map([...topics].flatMap(([name, id]) => (name === id ? [] : [[id, name]])));
  yield `\u{feff}${csvLine(COLUMNS)}`;
  for await (const people of peopleOnFile(db, keys)) {
    let text = '';
    for (const person of people) {
      const addresses = await otherAddresses(db, keys, person);
      for (const { id, at, fact } of signedFirst(person.events)) {
        const cells = rowOf(person, at, named(fact, names), addresses.get(id) ?? null);
        text += csvLine(COLUMNS.map((column) => cells[column]));
      }
    }
    yield text;
  }
}

/** A document's own row comes before what became of it. */
function signedFirst(events: readonly ConsentEvent[]): readonly ConsentEvent[] {
  const rank = ({ fact }: ConsentEvent) => (fact.kind === 'authorization_signed' ? 0 : 1);
  return events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || rank(a) - rank(b));
}

function named(fact: ConsentFact, names: ReadonlyMap<string, string>): ConsentFact {
  if ((fact.kind !== 'opted_out' && fact.kind !== 'opted_in') || !fact.scope.startsWith('topic:')) {
    return fact;
  }
  const id = fact.scope.slice('topic:'.length);
  return { kind: fact.kind, scope: `topic:${names.get(id) ?? id}` };
}

async function otherAddresses(
  db: Database,
  keys: OrganizationKeys,
  { id: contactId, events }: PersonOnFile,
): Promise<ReadonlyMap<string, string>> {
  const asked = events.flatMap(({ id, fact }) =>
    fact.kind === 'confidential_communication' && fact.wish === 'other_address' ? [id] : [],
  );
  if (asked.length === 0) return new Map();
  const rows = await db
    .selectFrom('consent_events')
    .select(['id', 'evidence_sealed'])
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', keys.organizationId)
    .where('contact_id', '=', contactId)
    .where('id', 'in', asked)
    .execute();
  return new Map(
    rows.flatMap(({ id, evidence_sealed: sealed }) => {
      const address = sealed && openEvidence(keys, contactId, sealed).otherAddress;
      return address ? [[id, address] as const] : [];
    }),
  );
}
