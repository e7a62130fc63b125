import { appendAudit } from '../audit/index.ts';
import { recordConsent, sealEvidence } from '../consent/index.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import { type FormsDeps, type Origin, openWaiting } from './confirmation.ts';
import { countSignUp } from './count-sign-up.ts';
import { type Confirmation, rowOf } from './locate-confirmation.ts';
import { type Settled, settleMore, settleSignUp } from './settle.ts';

/**
 * Confirms what was asked for, by the press of a button behind the mailed link: only now somebody is put
 * on file, and what they want is recorded with the text that they read, how they showed that the address
 * is theirs, and where both forms came from. A second press adds nothing. Answers whose file it went to;
 * null where its time is over, they have said no since they asked, or are on file no more.
 */
export async function confirm(
  { database, now }: FormsDeps,
  { organizationId, keys, place }: Confirmation,
  origin: Origin,
): Promise<{ readonly contactId: string | null } | null> {
  const at = now();
  return inTransaction(database, async (tx) => {
    const row = await rowOf(tx, organizationId, place)
      .where('expires_at', '>', at)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return null;
    if (row.sealed === null) return { contactId: row.contact_id };
    const waiting = openWaiting(keys, row.id, row.sealed);
    const settled: Settled | null =
      waiting.kind === 'sign_up'
        ? await settleSignUp(tx, keys, waiting, at)
        : await settleMore(tx, keys, waiting, at);
    if (settled === null) return null;
    const { contactId, facts, source, isNew } = settled;
    const evidence = sealEvidence(keys, contactId, {
      ...origin,
      identifiedBy: 'confirmed opt-in: a link that was mailed to the address',
      asked: waiting.asked,
    });
    await recordConsent(
      tx,
      keys,
      facts.map((fact) => ({
        ...{ contactId, fact, source, evidence },
        actor: 'recipient',
        at: settled.at,
        shown: row.shown,
      })),
    );
    await markDone(tx, { organizationId, place, contactId, at });
    const { form_id: signUpFormId } = row;
    if (signUpFormId !== null) {
      await countSignUp(tx, organizationId, { formId: signUpFormId, at, what: 'confirmed' });
    }
    const subject = { contactId, signUpFormId, events: facts.length, isNew };
    await appendAudit(tx, keys, { actor: 'recipient', action: 'consent.confirmed', subject }, at);
    return { contactId };
  });
}

/** What was typed is deleted at once; the row stays to its end, and is counted for the day. */
async function markDone(
  tx: Tx,
  {
    organizationId,
    place: { bucket, hash, id },
    contactId,
    at,
  }: Pick<Confirmation, 'organizationId' | 'place'> & { contactId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('confirmations')
    .set({ sealed: null, contact_id: contactId, confirmed_at: at })
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('address_hash', '=', hash)
    .where('id', '=', id)
    .execute();
}
