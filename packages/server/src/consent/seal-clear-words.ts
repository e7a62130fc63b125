import type { ConsentFact } from '@postern/core/consent';
import { sql } from 'kysely';
import { bucketOf, type Database, inTransaction } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { partWords } from './fact-words.ts';

const BATCH = 500;

/**
 * Seals the words of facts that were recorded when they still stood in clear; what the facts say stays
 * as it is. Answers how many there were: none, but for the first time.
 */
export async function sealClearWords(database: Database, keys: OrganizationKeys): Promise<number> {
  for (let all = 0; ; ) {
    const count = await sealSome(database, keys);
    all += count;
    if (count < BATCH) return all;
  }
}

function sealSome(database: Database, keys: OrganizationKeys): Promise<number> {
  const { organizationId } = keys;
  return inTransaction(database, async (tx) => {
    const { rows } = await sql<{ contact_id: string; id: string; fact: ConsentFact }>`
      select contact_id, id, fact from consent_events
      where organization_id = ${organizationId} and fact #> '{document,expiry,name}' is not null
      limit ${BATCH}
      for update`.execute(tx);
    if (rows.length === 0) return 0;
    const parted = rows.map(({ contact_id: contactId, id, fact }) =>
      partWords(keys, { contactId, id }, fact),
    );
    await sql`
      update consent_events event set fact = new.fact::jsonb, words_sealed = new.words
      from unnest(
        ${sql.val(rows.map((row) => bucketOf(row.contact_id)))}::smallint[],
        ${sql.val(rows.map((row) => row.contact_id))}::uuid[],
        ${sql.val(rows.map((row) => row.id))}::uuid[],
        ${sql.val(parted.map(({ fact }) => JSON.stringify(fact)))}::text[],
        ${sql.val(parted.map(({ words }) => words))}::bytea[]
      ) as new (bucket, contact_id, id, fact, words)
      where event.bucket = new.bucket and event.organization_id = ${organizationId}
        and event.contact_id = new.contact_id and event.id = new.id`.execute(tx);
    return rows.length;
  });
}
