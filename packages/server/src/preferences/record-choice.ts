import type { Action } from '@postern/core/audit';
import type { ConsentEvent, ConsentFact } from '@postern/core/consent';
import { appendAudit } from '../audit/index.ts';
import { loadConsent, recordConsent, sealEvidence, shownText } from '../consent/index.ts';
import { bucketOf, inTransaction, type Tx } from '../database/index.ts';
import type { Chooser, PreferencesDeps } from './whose-link.ts';

/** What shows that it was they: where the form came from. */
export interface Origin {
  readonly address: string;
  readonly browser: string;
}

interface Choice {
  readonly action: Action;
  /** Where the text stood, and exactly what it said; nothing in it is about one person. */
  readonly shown: { readonly kind: string; readonly body: string };
  readonly origin: Origin;
  /** In their own words. */
  readonly note?: string;
  /** What is new, held against all that is on file; nothing: it is so already. */
  readonly facts: (
    events: readonly ConsentEvent[],
    tx: Tx,
  ) => readonly ConsentFact[] | Promise<readonly ConsentFact[]>;
}

/**
 * Records a person's own choice with the text that they were shown, and notes it, in one go. Two
 * forms at once wait for each other. Answers how much was new: 0 where it was so already.
 */
export async function recordChoice(
  { database, now }: PreferencesDeps,
  { organizationId, contactId, campaignId, keys }: Chooser,
  { action, shown, origin, note, facts }: Choice,
): Promise<number> {
  const at = now();
  return inTransaction(database, async (tx) => {
    const held = await tx
      .selectFrom('contacts')
      .select('id')
      .where('bucket', '=', bucketOf(contactId))
      .where('organization_id', '=', organizationId)
      .where('id', '=', contactId)
      .forUpdate()
      .executeTakeFirst();
    // deleted since the link was looked at: who is not on file gets nothing
    if (held === undefined) return 0;
    const events = (await loadConsent(tx, keys, [contactId])).get(contactId) ?? [];
    const found = await facts(events, tx);
    if (found.length === 0) return 0;
    const text = await shownText(tx, organizationId, { ...shown, language: 'en' });
    const { address, browser } = origin;
    const evidence = sealEvidence(keys, contactId, {
      ...{ address, browser, identifiedBy: 'link' },
      ...(note !== undefined && { note }),
    });
    await recordConsent(
      tx,
      keys,
      found.map((fact) => ({
        ...{ contactId, fact, at, evidence },
        source: 'page',
        actor: 'recipient',
        shown: text,
      })),
    );
    const subject = { contactId, campaignId, events: found.length };
    await appendAudit(tx, keys, { actor: 'recipient', action, subject }, at);
    return found.length;
  });
}
