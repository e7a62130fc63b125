import { readEmail } from '@postern/core/contacts';
import { v4 } from 'uuid';
import { loadDefinitions, openContacts } from '../contacts/index.ts';
import { loadStream, signingKeys } from '../domains/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { requiresTls } from '../shaping/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { domainOf } from './make-message.ts';
import { makeNotice } from './make-notice.ts';
import { noticeServers } from './notice-servers.ts';
import type { Notice } from './pick-up.ts';
import { type JobEnd, Pool } from './pool.ts';
import { wayOut } from './way-out.ts';

type Deps = Pick<
  DeliveryDeps,
  'database' | 'keyring' | 'publicUrl' | 'now' | 'sandbox' | 'routeOf'
>;

/**
 * Mails somebody a notice that says nothing of them, at once: a one-time code that they have just
 * asked for. It has no row among the sends and is not tried again; 'held' says that it did not leave.
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
  const email = contacts.get(contactId)?.attributes['email'];
  const address = readEmail(typeof email === 'string' ? email : '');
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
  const taken =
    end.kind === 'ended' && end.outcome.kind === 'answered' && end.outcome.reply.code < 300;
  return taken ? 'sent' : 'held';
}
