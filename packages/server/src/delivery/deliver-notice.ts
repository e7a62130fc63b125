import { wishesAt } from '@postern/core/consent';
import { readEmail } from '@postern/core/contacts';
import { meaningOf } from '@postern/core/delivery';
import { providerOf } from '@postern/core/returns';
import { loadConsent, otherAddresses } from '../consent/index.ts';
import { loadDefinitions, openContacts } from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { heedRejections } from './heed-rejections.ts';
import { type MailDeps, mailNotice } from './mail-notice.ts';
import type { Notice } from './pick-up.ts';
import { rejectionOf } from './rejection-of.ts';
import { withoutPerson } from './without-person.ts';

/**
 * Mails somebody a notice that says nothing of them, at once: a one-time code that they have just
 * asked for. It has no row among the sends and is not tried again; 'held' says that it did not leave.
 * A refusal for good is heeded as that of a message.
 */
export async function deliverNotice(
  deps: MailDeps,
  organizationId: string,
  contactId: string,
  notice: Omit<Notice, 'fromName' | 'inClear'>,
): Promise<'sent' | 'held'> {
  const { database, keyring } = deps;
  const organization = await getOrganization(database, organizationId);
  const keys = await keyring.of(organizationId);
  const definitions = await loadDefinitions(database, organizationId);
  const contacts = await openContacts(database, keys, organizationId, [contactId], definitions);
  const attributes = contacts.get(contactId)?.attributes ?? {};
  const email = attributes['email'];
  const consent = await loadConsent(database, keys, contacts.has(contactId) ? [contactId] : []);
  const now = deps.now().toISOString();
  const asked = wishesAt(consent.get(contactId) ?? [], now).otherAddressEvent !== null;
  // 45 CFR 164.522(b): where they asked for another address nothing goes to the usual one
  const address = asked
    ? ((await otherAddresses(database, keys, consent, now)).get(contactId) ?? null)
    : readEmail(typeof email === 'string' ? email : '');
  if (address === null) return 'held';
  const end = await mailNotice(deps, { organization, keys, address }, notice);
  if (end === null) return 'held';
  const { reply } = end;
  const meaning = meaningOf(reply);
  if (meaning === 'failed') {
    const words = withoutPerson(reply.text, { address, attributes });
    const said = { smtpCode: reply.code, enhancedCode: reply.enhanced, reply: words };
    const rejection = rejectionOf(keys, address, said);
    if (rejection !== null) {
      const at = deps.now();
      const provider = providerOf(address);
      const one = { ...rejection, contactId, campaignId: null, provider, reply: words, at };
      await inTransaction(database, (tx) => heedRejections(tx, keys, [one], at));
    }
  }
  return meaning === 'accepted' ? 'sent' : 'held';
}
