import type { Attributes } from '@postern/core/values';
import { appendAudit } from '../audit/index.ts';
import { shownText } from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import type { FormsDeps, Origin } from './confirmation.ts';
import { countSignUp } from './count-sign-up.ts';
import { type Kept, keepWaiting } from './keep-waiting.ts';
import type { ShownForm } from './shown-form.ts';

export interface SignUp {
  /** As `readEmail` answers it. */
  readonly email: string;
  readonly said: Attributes;
  readonly topicIds: readonly string[];
  readonly origin: Origin;
}

/**
 * Keeps that somebody asked for mail, sealed, until whoever has the address confirms it. Nobody is put on
 * file, and whether the address is known is not looked at. Answers the link to mail; null where that
 * address got enough of them today.
 */
export async function askSignUp(
  { database, keyring, now }: FormsDeps,
  { organizationId, form, body, topics }: ShownForm,
  { email, said, topicIds, origin }: SignUp,
): Promise<Kept | null> {
  const keys = await keyring.of(organizationId);
  const at = now();
  const formId = form.id;
  return inTransaction(database, async (tx) => {
    const text = { kind: `sign_up:${formId}`, language: 'en', body };
    const shown = await shownText(tx, organizationId, text);
    const offered = topics.flatMap(({ id }) => (topicIds.includes(id) ? [id] : []));
    const asked = { ...origin, at: at.toISOString() };
    const waiting = { kind: 'sign_up' as const, formId, email, said, topicIds: offered, asked };
    const kept = await keepWaiting(tx, keys, waiting, { shown, at });
    if (kept === null) return null;
    await countSignUp(tx, organizationId, { formId, at, what: 'asked' });
    const subject = { signUpFormId: formId };
    await appendAudit(tx, keys, { actor: 'system', action: 'sign_up.asked', subject }, at);
    return kept;
  });
}
