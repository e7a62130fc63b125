import { readEmail } from '@postern/core/contacts';
import { providerOf } from '@postern/core/returns';
import { sql } from 'kysely';
import { loadDefinitions } from '../contacts/index.ts';
import { type Database, inTransaction, isPassing, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { heedRejections, type Rejected } from './heed-rejections.ts';
import { openEach } from './open-each.ts';

/** Heeded in one transaction: the ledger of the organization is held for so long. */
const AT_ONCE = 50;

type Deps = Pick<DeliveryDeps, 'database' | 'keyring' | 'log' | 'now'>;

/**
 * Heeds what mail servers refused and `settleSends` wrote down, of all organizations, each once:
 * whatever a process left undone that is gone, the next does. What cannot be heeded now stays.
 */
export async function takeRejections({ database, keyring, log, now }: Deps): Promise<void> {
  const of = await database
    .selectFrom('rejections')
    .select('organization_id as organizationId')
    .distinct()
    .execute();
  for (const { organizationId } of of) {
    try {
      const keys = await keyring.of(organizationId);
      while (await heedSome(database, keys, now())) {}
    } catch (error) {
      if (isPassing(error)) throw error;
      // one organization, whose key is away perhaps, must not hold up the others
      log.error({ organizationId, error }, 'What mail servers refused is not heeded yet.');
    }
  }
}

/** False when there were none that nobody else is at. */
async function heedSome(database: Database, keys: OrganizationKeys, now: Date): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const taken = await take(tx, keys.organizationId);
    if (taken.length === 0) return false;
    const providers = await providersOf(tx, keys, taken);
    const rejected = taken.map((one, place) => ({ ...one, provider: providers[place] ?? null }));
    await heedRejections(tx, keys, rejected, now);
    return true;
  });
}

type Taken = Omit<Rejected, 'provider'>;

async function take(tx: Tx, organizationId: string): Promise<readonly Taken[]> {
  const { rows } = await sql<Taken>`
    with chosen as (
      select bucket, campaign_id, contact_id from rejections
      where organization_id = ${organizationId}
      order by at
      limit ${AT_ONCE}
      for update skip locked
    ), taken as (
      delete from rejections using chosen
      where rejections.bucket = chosen.bucket and rejections.organization_id = ${organizationId}
        and rejections.campaign_id = chosen.campaign_id
        and rejections.contact_id = chosen.contact_id
      returning rejections.*
    )
    select taken.campaign_id as "campaignId", taken.contact_id as "contactId", taken.class,
      encode(taken.token, 'base64') as token, taken.at, sends.reply
    from taken left join sends on sends.bucket = taken.bucket
      and sends.organization_id = ${organizationId} and sends.campaign_id = taken.campaign_id
      and sends.contact_id = taken.contact_id`.execute(tx);
  return rows;
}

/** Who keeps the mailbox of each; missing where the contact has another address by now. */
async function providersOf(
  tx: Tx,
  keys: OrganizationKeys,
  taken: readonly Taken[],
): Promise<readonly (string | null)[]> {
  const { organizationId: id } = keys;
  const definitions = await loadDefinitions(tx, id);
  const ids = [...new Set(taken.map(({ contactId }) => contactId))];
  const opened = await openEach({ database: tx }, { keys, organization: { id }, definitions }, ids);
  return taken.map(({ contactId, token }) => {
    const known = opened.get(contactId);
    const email = known === undefined || known === 'broken' ? undefined : known['email'];
    const address = typeof email === 'string' ? readEmail(email) : null;
    if (address === null) return null;
    const same = keys.lookupToken('email', address).toString('base64') === token;
    return same ? providerOf(address) : null;
  });
}
