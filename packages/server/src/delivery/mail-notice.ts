import { v4 } from 'uuid';
import { loadStream, signingKeys } from '../domains/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { Organization } from '../organizations/index.ts';
import { requiresTls } from '../shaping/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { domainOf } from './make-message.ts';
import { makeNotice } from './make-notice.ts';
import { noticeServers } from './notice-servers.ts';
import type { Notice } from './pick-up.ts';
import { type JobEnd, Pool } from './pool.ts';
import { wayOut } from './way-out.ts';

export type MailDeps = Pick<
  DeliveryDeps,
  'database' | 'keyring' | 'publicUrl' | 'now' | 'sandbox' | 'routeOf'
>;

type Answered = Extract<Extract<JobEnd, { kind: 'ended' }>['outcome'], { kind: 'answered' }>;

/**
 * Hands one notice for an address to the mail system, by the transactional stream, and answers what the
 * server said; null where nobody did, or there is no way out that may be taken. It is not tried again.
 */
export async function mailNotice(
  deps: MailDeps,
  {
    organization,
    keys,
    address,
  }: { organization: Organization; keys: OrganizationKeys; address: string },
  notice: Omit<Notice, 'fromName' | 'inClear'>,
): Promise<Answered | null> {
  const { database } = deps;
  const stream = await loadStream(database, organization.id, 'transactional');
  const way = wayOut(deps, { organization, keys, stream });
  if (typeof way === 'string') return null;
  const routing = await way.routeTo(domainOf(address));
  if (routing.kind !== 'route') return null;
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
  return end.kind === 'ended' && end.outcome.kind === 'answered' ? end.outcome : null;
}
