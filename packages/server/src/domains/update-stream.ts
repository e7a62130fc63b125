import type { StreamName } from '@postern/core/domains';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { claimDomains } from '../organizations/index.ts';
import { ensureKeys } from './ensure-keys.ts';
import { loadStream, type StreamSettings, streamOf } from './streams.ts';

export type StreamChange = Omit<StreamSettings, 'stream' | 'version'>;

export type UpdatedStream =
  | { readonly kind: 'updated'; readonly stream: StreamSettings }
  | { readonly kind: 'stale'; readonly current: StreamSettings };

/**
 * Changes a stream that is still at `version`, and makes keys for a domain that has none. What was
 * found of another domain or address is forgotten. The organization's own From stays the marketing
 * stream's. Throws `DomainTaken` for a domain that another organization has.
 */
export async function updateStream(
  tx: Tx,
  keys: OrganizationKeys,
  stream: StreamName,
  change: StreamChange,
  version: number,
): Promise<UpdatedStream> {
  const { organizationId } = keys;
  const before = await loadStream(tx, organizationId, stream);
  const row = await tx
    .updateTable('streams')
    .set({
      domain: change.domain,
      from_name: change.fromName,
      from_address: change.fromAddress,
      reply_to: change.replyTo,
      local_address: change.localAddress,
      return_path_domain: change.returnPathDomain,
      version: sql<number>`version + 1`,
    })
    .where('organization_id', '=', organizationId)
    .where('stream', '=', stream)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  if (!row) {
    return { kind: 'stale', current: await loadStream(tx, organizationId, stream) };
  }
  // what it had before stays as it is
  const had = [before.domain, before.returnPathDomain];
  const wanted = [change.domain, change.returnPathDomain].filter((one) => !had.includes(one));
  await claimDomains(tx, organizationId, wanted);
  if (placeOf(before) !== placeOf(change)) {
    await tx
      .deleteFrom('domain_checks')
      .where('organization_id', '=', organizationId)
      .where('stream', '=', stream)
      .execute();
  }
  await ensureKeys(tx, keys, change.domain);
  if (stream === 'marketing') await showAsOrganization(tx, organizationId, change);
  return { kind: 'updated', stream: streamOf(row) };
}

const placeOf = ({ domain, fromAddress, localAddress, returnPathDomain }: StreamChange) =>
  JSON.stringify([domain, fromAddress.split('@').at(-1), localAddress, returnPathDomain]);

async function showAsOrganization(tx: Tx, organizationId: string, change: StreamChange) {
  await tx
    .updateTable('organizations')
    .set({
      from_name: change.fromName,
      from_address: change.fromAddress,
      sending_domain: change.domain,
      version: sql<number>`version + 1`,
    })
    .where('id', '=', organizationId)
    .execute();
}
