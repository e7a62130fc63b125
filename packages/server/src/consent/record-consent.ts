import { sql } from 'kysely';
import { v7 } from 'uuid';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { partWords } from './fact-words.ts';
import type { NewConsent } from './new-consent.ts';
import { toSurvivors } from './to-survivors.ts';

/**
 * Appends what people allowed, refused or restricted; nothing is ever changed or taken away
 * (kept six years and longer: 45 CFR 164.530(j)(2)). What is said under the id of a record that was
 * merged goes to the one that the person has now. Answers the ids of the events, in order.
 */
export async function recordConsent(
  tx: Tx,
  keys: OrganizationKeys,
  given: readonly NewConsent[],
): Promise<readonly string[]> {
  if (given.length === 0) return [];
  const { organizationId } = keys;
  const events = await toSurvivors(tx, keys, given);
  const ids = events.map((event) => event.id ?? v7());
  const parted = events.map(({ contactId, fact }, place) =>
    partWords(keys, { contactId, id: ids[place] ?? '' }, fact),
  );
  const column = <T>(of: (event: NewConsent) => T) => sql.val(events.map(of));
  await sql`
    insert into consent_events
      (bucket, organization_id, contact_id, id, kind, fact, words_sealed, source, actor, at, shown,
        evidence_sealed)
    select bucket, ${organizationId}::uuid, contact_id, id, kind, fact::jsonb, words, source, actor,
      at, shown, evidence
    from unnest(
      ${column((event) => bucketOf(event.contactId))}::smallint[],
      ${column((event) => event.contactId)}::uuid[],
      ${sql.val(ids)}::uuid[],
      ${column((event) => event.fact.kind)}::text[],
      ${sql.val(parted.map(({ fact }) => JSON.stringify(fact)))}::text[],
      ${sql.val(parted.map(({ words }) => words))}::bytea[],
      ${column((event) => event.source)}::text[],
      ${column((event) => event.actor)}::text[],
      ${column((event) => event.at.toISOString())}::timestamptz[],
      ${column((event) => event.shown ?? null)}::uuid[],
      ${column((event) => event.evidence ?? null)}::bytea[]
    ) as new (bucket, contact_id, id, kind, fact, words, source, actor, at, shown, evidence)
    on conflict do nothing`.execute(tx);
  return ids;
}
