import { type ConsentEvent, type ConsentFact, isAsStrict } from '@postern/core/consent';
import { confirmedFacts } from '@postern/core/sign-up';
import { loadConsent, recordKept } from '../consent/index.ts';
import { signUpContact } from '../contacts/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { Waiting } from './confirmation.ts';
import { topicsInUse } from './create-sign-up-form.ts';

/** Whose file it goes to, and what is recorded there. */
export interface Settled {
  readonly contactId: string;
  readonly isNew: boolean;
  readonly facts: readonly ConsentFact[];
  readonly source: string;
  readonly at: Date;
}

/**
 * Who signed up, put on file where they were not. Null where they have said no since they asked to what
 * this would let in: that is their later word, and an older link does not speak over it.
 */
export async function settleSignUp(
  tx: Tx,
  keys: OrganizationKeys,
  { email, said, formId, topicIds, asked }: Extract<Waiting, { kind: 'sign_up' }>,
  now: Date,
): Promise<Settled | null> {
  const who = { email, said, formId };
  const made = await signUpContact(tx, keys, who, { onNewKeys: recordKept, at: now });
  // what somebody deleted had refused under the address is recorded first, and of two at one instant
  // the stricter counts: this is the later word
  const at = new Date(now.getTime() + 1);
  const events = (await loadConsent(tx, keys, [made.id])).get(made.id) ?? [];
  const inUse = [...(await topicsInUse(tx, keys.organizationId))];
  const choice = { chosen: topicIds, inUse, isNew: made.isNew };
  const facts = confirmedFacts(events, choice, at.toISOString());
  // who is new has only what somebody deleted had refused, recorded a moment ago
  const since = made.isNew ? [] : events.filter((event) => event.at >= asked.at);
  if (speaksOver(facts, since)) return null;
  return { contactId: made.id, isNew: made.isNew, facts, source: 'sign_up', at };
}

/** What another form did not choose for somebody new is no word against this one. */
const speaksOver = (facts: readonly ConsentFact[], since: readonly ConsentEvent[]) =>
  since.some(
    ({ fact: no, source }) =>
      no.kind === 'complained' ||
      (no.kind === 'opted_out' &&
        source !== 'sign_up' &&
        facts.some((yes) => yes.kind === 'opted_in' && yes.scope === no.scope)),
  );

/**
 * Who is on file and lets more mail in. Null where they are on file no more, or have refused something
 * since they asked: that is their later word, and an older link does not speak over it.
 */
export async function settleMore(
  tx: Tx,
  keys: OrganizationKeys,
  { contactId, facts, asked }: Extract<Waiting, { kind: 'more' }>,
  at: Date,
): Promise<Settled | null> {
  const held = await tx
    .selectFrom('contacts')
    .select('id')
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', keys.organizationId)
    .where('id', '=', contactId)
    .forUpdate()
    .executeTakeFirst();
  if (held === undefined) return null;
  const events = (await loadConsent(tx, keys, [contactId])).get(contactId) ?? [];
  const then = events.filter((event) => event.at <= asked.at);
  if (!isAsStrict(then, events, at.toISOString())) return null;
  return { contactId, isNew: false, facts, source: 'page', at };
}
