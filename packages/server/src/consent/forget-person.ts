import { refusalsAt, revocationsAt } from '@postern/core/consent';
import { deleteContact } from '../contacts/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { keepRefusals } from './kept-refusals.ts';
import { loadConsent } from './load-consent.ts';

const YEARS = 6;

export interface Forgotten {
  /**
   * Until when signed documents and what was allowed and refused stay: six years from their last
   * effect, which ends now, 45 CFR 164.530(j)(2). Null where nothing was on file.
   */
  readonly keptUntil: Date | null;
}

/**
 * Deletes a person, and keeps what they refused and revoked under keyed hashes of address and record
 * number: whoever is put on file again under one of them refuses it still (`recordKept`), and what they
 * had signed until then allows nothing any more. Null when there is no such contact.
 */
export async function forgetPerson(
  tx: Tx,
  keys: OrganizationKeys,
  contactId: string,
  now: Date,
): Promise<Forgotten | null> {
  const { organizationId } = keys;
  // first of all: from here on nobody records anything of them but as of somebody who was deleted
  const gone = await deleteContact(tx, keys, contactId);
  if (gone === null) return null;
  const events = (await loadConsent(tx, keys, [contactId])).get(contactId) ?? [];
  await tx
    .insertInto('deleted_contacts')
    .values({
      bucket: bucketOf(contactId),
      organization_id: organizationId,
      contact_id: contactId,
      tokens: [...gone.tokens],
      deleted_at: now,
    })
    .execute();
  const at = now.toISOString();
  const words = [...refusalsAt(events, at), ...revocationsAt(events, at)];
  const refusals = gone.tokens.flatMap((token) =>
    words.map((word) => ({ token, word, since: now })),
  );
  await keepRefusals(tx, organizationId, refusals);
  if (events.length === 0) return { keptUntil: null };
  const keptUntil = new Date(now);
  keptUntil.setUTCFullYear(now.getUTCFullYear() + YEARS);
  return { keptUntil };
}
