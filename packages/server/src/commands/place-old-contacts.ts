import { placeContacts } from '../contacts/index.ts';
import type { Foundation } from '../foundation.ts';
import { listOrganizations } from '../organizations/index.ts';

/**
 * Before anything else: who is in no page is in no segment, and a campaign would pass them over. Done
 * once, after an update from a version without pages.
 */
export async function placeOldContacts({ database, keyring, log, now }: Foundation): Promise<void> {
  for (const { id: organizationId } of await listOrganizations(database)) {
    const without = await database
      .selectFrom('contacts')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('place', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (without === undefined) continue;
    log.info({ organizationId }, 'Values of contacts are put into pages, once');
    const count = await placeContacts(database, await keyring.of(organizationId), now());
    log.info({ organizationId, count }, 'Values of contacts are in pages');
  }
}
