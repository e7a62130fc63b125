import { join } from 'node:path';
import { type DeliveryDeps, ownHosts, type PickUp, type SandboxLink } from '../delivery/index.ts';
import { openDestinations, stsBook } from '../destinations/index.ts';
import type { Foundation } from '../foundation.ts';
import { depositMessage, noticeFor } from '../portal/index.ts';

type Ground = Pick<Foundation, 'config' | 'database' | 'keyring' | 'log' | 'now'>;

/** What sending stands on, put together; `close` gives up what is being looked up. */
export function deliveryOf(
  { config, database, keyring, log, now }: Ground,
  publicUrl: string,
  sandbox: SandboxLink | null,
): { readonly delivery: DeliveryDeps; readonly close: () => void } {
  const destinations = openDestinations({
    resolver: config.resolver,
    policies: stsBook(database),
    name: URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost',
    ownHosts: ownHosts(database, now),
    chance: Math.random,
    now,
  });
  const pickUp: PickUp = {
    async leave({ organization, contactId, campaign, rendered, keys }) {
      const { portal } = organization;
      const { token, expiresAt } = await depositMessage(database, keys, {
        organizationId: organization.id,
        campaignId: campaign.id,
        contactId,
        rendered,
        now: now(),
        days: portal.days,
      });
      const notice = noticeFor(portal, publicUrl, token, expiresAt);
      return { ...notice, fromName: portal.senderName, inClear: portal.noticeInClear };
    },
  };
  const delivery: DeliveryDeps = {
    database,
    keyring,
    log,
    publicUrl,
    now,
    sandbox,
    journalDirectory: join(config.dataDirectory, 'journal'),
    routeOf: destinations.routeOf,
    pickUp,
  };
  return { delivery, close: () => destinations.close() };
}
