import { openEvidence } from '../consent/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import { type Origin, recordChoice } from './record-choice.ts';
import type { Chooser, PreferencesDeps } from './whose-link.ts';
import { restrictionWording } from './wording.ts';

/** What fits into a few sentences. */
export const REASON_LENGTH = 1_000;

/**
 * Records that somebody asks for a restriction of how their information is used, 45 CFR
 * 164.522(a)(1). Nothing is restricted by that: the organization answers. Their words are sealed.
 * The same words twice are one request.
 */
export function askRestriction(
  deps: PreferencesDeps,
  chooser: Chooser,
  { reason, origin }: { readonly reason: string; readonly origin: Origin },
): Promise<number> {
  return recordChoice(deps, chooser, {
    action: 'consent.restriction_asked',
    shown: restrictionWording(chooser.organizationName),
    origin,
    note: reason,
    facts: async (_events, tx) =>
      (await lastReason(tx, chooser)) === reason ? [] : [{ kind: 'restriction_requested' }],
  });
}

/** Of the request that still waits for an answer; null where none does. */
async function lastReason(
  tx: Tx,
  { organizationId, contactId, keys }: Chooser,
): Promise<string | null> {
  const row = await tx
    .selectFrom('consent_events')
    .select(['kind', 'evidence_sealed'])
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('kind', 'like', 'restriction_%')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row?.kind !== 'restriction_requested' || row.evidence_sealed === null) return null;
  return openEvidence(keys, contactId, row.evidence_sealed).note ?? null;
}
