import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';

/** A wording of ours that a person reads before they choose. */
export interface ConsentText {
  /** Which place it stands in: 'preference_centre', 'unsubscribe', 'unencrypted_warning', ... */
  readonly kind: string;
  /** A language tag. */
  readonly language: string;
  readonly body: string;
}

/**
 * The id of exactly this wording, for the record of who was shown it: the last version of its kind
 * and language where that says the same, else a new one. Kept for as long as the ledger.
 */
export async function shownText(
  tx: Tx,
  organizationId: string,
  { kind, language, body }: ConsentText,
): Promise<string> {
  for (;;) {
    const last = await tx
      .selectFrom('consent_texts')
      .select(['id', 'version', 'body'])
      .where('organization_id', '=', organizationId)
      .where('kind', '=', kind)
      .where('language', '=', language)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last?.body === body) return last.id;
    const made = await tx
      .insertInto('consent_texts')
      .values({
        organization_id: organizationId,
        id: v7(),
        kind,
        language,
        version: (last?.version ?? 0) + 1,
        body,
      })
      // somebody else was quicker: theirs may be ours
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made !== undefined) return made.id;
  }
}
