import { missingOf } from '@postern/core/consent';
import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import type { NewKeys } from '../contacts/index.ts';
import { bucketOf, type Database, list, type Tx, tokenList } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { loadConsent } from './load-consent.ts';
import type { NewConsent } from './new-consent.ts';
import { recordConsent } from './record-consent.ts';

/**
 * Records anew what was refused under an address or a record number by somebody who was deleted, of
 * those to whom it has come, in the transaction that writes them: no message goes out in between. A
 * family that shares the address shares the refusal, which is the careful side.
 */
export async function recordKept(
  tx: Tx,
  keys: OrganizationKeys,
  people: readonly NewKeys[],
  now: Date,
): Promise<void> {
  const { organizationId } = keys;
  // most have deleted nobody yet: an import then does not ask for the tokens of everybody
  if (people.length === 0 || !(await keepsAny(tx, organizationId))) return;
  const tokens = people.flatMap((one) => one.tokens);
  const kept = await keptUnder(tx, organizationId, tokens);
  const theirs = people.flatMap(({ contactId, tokens: own }) => {
    const words = own.flatMap((token) => kept.get(token.toString('hex')) ?? []);
    return words.length === 0 ? [] : [{ contactId, words }];
  });
  if (theirs.length === 0) return;
  const ids = theirs.map(({ contactId }) => contactId);
  const known = await loadConsent(tx, keys, ids);
  const at = now.toISOString();
  const events = theirs.flatMap(({ contactId, words }) =>
    missingOf(words, known.get(contactId) ?? [], at).map(
      (fact): NewConsent => ({ contactId, fact, source: 'kept', actor: 'system', at: now }),
    ),
  );
  await recordConsent(tx, keys, events);
  for (const contactId of new Set(events.map((event) => event.contactId))) {
    const subject = { contactId };
    await appendAudit(tx, keys, { actor: 'system', action: 'consent.kept', subject }, now);
  }
}

async function keepsAny(tx: Tx, organizationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from kept_refusals where organization_id = ${organizationId} limit 1`.execute(tx);
  return rows.length > 0;
}

/** Words of what is refused, by the hexadecimal form of the hash. */
export async function keptUnder(
  tx: Database | Tx,
  organizationId: string,
  tokens: readonly Buffer[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  if (tokens.length === 0) return found;
  const { rows } = await sql<{ readonly token: Buffer; readonly scope: string }>`
    select kept.token, kept.scope
    from unnest(${list('smallint', tokens.map(bucketOf))}, ${tokenList(tokens)})
      as wanted (bucket, token),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select token, scope from kept_refusals
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and token = wanted.token
      offset 0
    ) kept
    order by kept.token, kept.scope`.execute(tx);
  for (const { token, scope } of rows) {
    const key = token.toString('hex');
    found.set(key, [...(found.get(key) ?? []), scope]);
  }
  return found;
}
