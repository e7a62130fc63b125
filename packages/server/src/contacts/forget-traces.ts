import { bucketOf, type Database, type Tx } from '../database/index.ts';
import { forgetKeys } from './contact-keys.ts';
import { absorbedBy } from './survivors.ts';

/**
 * Somebody is deleted: what the records said that were merged into theirs goes too, and so do the
 * numbers that led to them. That there were such records stays, so that the link in an old mail still
 * takes a refusal. Answers those numbers, as tokens.
 */
export async function forgetTraces(
  tx: Tx,
  organizationId: string,
  contactId: string,
): Promise<readonly Buffer[]> {
  const traces = await absorbedBy(tx, organizationId, contactId);
  if (traces.length === 0) return [];
  const tokens = traces.flatMap((trace) => trace.tokens);
  const owned = tokens.map((token) => ({ kind: 'record_number' as const, token, contactId }));
  await forgetKeys(tx, organizationId, owned);
  for (const { id } of traces) {
    await tx
      .updateTable('merged_contacts')
      .set({ content_sealed: null })
      .where('bucket', '=', bucketOf(id))
      .where('organization_id', '=', organizationId)
      .where('contact_id', '=', id)
      .execute();
  }
  await tx
    .deleteFrom('absorbed_contacts')
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .execute();
  return tokens;
}

/**
 * A request for amendment has to be answered within 60 days, and 30 more where the person is told why
 * (45 CFR 164.526(b)(2)): for so long it can be looked up what a merged record said, and no longer, since
 * nobody needs it then (164.502(b)).
 */
const AMENDED_WITHIN_DAYS = 90;

const DAY = 86_400_000;

/** Deletes what merged records said, when the time to amend it is over. */
export async function forgetMergedContent(db: Database, now: Date): Promise<void> {
  await db
    .updateTable('merged_contacts')
    .set({ content_sealed: null })
    .where('content_sealed', 'is not', null)
    .where('merged_at', '<', new Date(now.getTime() - AMENDED_WITHIN_DAYS * DAY))
    .execute();
}
