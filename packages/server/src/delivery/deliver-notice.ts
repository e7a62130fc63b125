import { wishesAt } from '@postern/core/consent';
import { readEmail } from '@postern/core/contacts';
import { meaningOf } from '@postern/core/delivery';
import { providerOf } from '@postern/core/returns';
import { v4 } from 'uuid';
import { loadConsent, otherAddresses } from '../consent/index.ts';
import { loadDefinitions, openContacts } from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import { loadStream, signingKeys } from '../domains/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { requiresTls } from '../shaping/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { heedRejections } from './heed-rejections.ts';
import { domainOf } from './make-message.ts';
import { makeNotice } from './make-notice.ts';
import { noticeServers } from './notice-servers.ts';
import type { Notice } from './pick-up.ts';
import { type JobEnd, Pool } from './pool.ts';
import { rejectionOf } from './rejection-of.ts';
import { wayOut } from './way-out.ts';
import { withoutPerson } from './without-person.ts';

type Deps = Pick<
  DeliveryDeps,
  'database' | 'keyring' | 'publicUrl' | 'now' | 'sandbox' | 'routeOf'
>;

/**
 * Mails somebody a notice that says nothing of them, at once: a one-time code that they have just
 * asked for. It has no row among the sends and is not tried again; 'held' says that it did not leave.
 * A refusal for good is heeded as that of a message.
 */
export async function deliverNotice(
  deps: Deps,
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
  const stream = await loadStream(database, organizationId, 'transactional');
  const way = wayOut(deps, { organization, keys, stream });
  if (typeof way === 'string') return 'held';
  const routing = await way.routeTo(domainOf(address));
  if (routing.kind !== 'route') return 'held';
  const { senderName, noticeInClear } = organization.portal;
  const message = await makeNotice(
    { stream, keys, signingKeys: await signingKeys(database, keys, stream.domain) },
    address,
    { ...notice, fromName: senderName },
    v4(),
    deps.now(),
  );
  const { site, servers: found } = routing.route;
  const inClear = noticeInClear && !way.single && !(await requiresTls(database, site));
  const servers = noticeServers(found, inClear);
  const pool = new Pool(
    () => servers,
    () => ({ connections: 1, messagesPerConnection: 1 }),
  );
  const end = await new Promise<JobEnd>((resolve) => {
    pool.submit({ message: () => message, mayEnd: () => true, done: resolve });
  });
  await pool.close();
  if (end.kind !== 'ended' || end.outcome.kind !== 'answered') return 'held';
  const { reply } = end.outcome;
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
