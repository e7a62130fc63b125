import type { Profile, Sender } from '@postern/core/gate';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { letStreamsFollow } from './let-streams-follow.ts';
import { getOrganization, type Organization, organizationOf } from './organization.ts';

export interface OrganizationChange {
  readonly name: string;
  readonly postalAddress: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly profile: Profile;
  readonly sender: Sender;
  readonly transport: unknown;
}

export type UpdatedOrganization =
  | { readonly kind: 'updated'; readonly organization: Organization }
  | { readonly kind: 'stale'; readonly current: Organization };

/** Changes an organization that is still at `version`; otherwise nothing changes. */
export async function updateOrganization(
  tx: Tx,
  id: string,
  change: OrganizationChange,
  version: number,
): Promise<UpdatedOrganization> {
  const row = await tx
    .updateTable('organizations')
    .set({
      name: change.name.trim(),
      postal_address: change.postalAddress.trim(),
      from_name: change.fromName.trim(),
      from_address: change.fromAddress.trim(),
      profile: change.profile,
      sender: JSON.stringify(change.sender),
      transport: JSON.stringify(change.transport),
      version: sql<number>`version + 1`,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  if (row) {
    const sendingDomain = await letStreamsFollow(tx, id, change);
    await tx
      .updateTable('organizations')
      .set({ sending_domain: sendingDomain })
      .where('id', '=', id)
      .execute();
    return { kind: 'updated', organization: { ...organizationOf(row), sendingDomain } };
  }
  return { kind: 'stale', current: await getOrganization(tx, id) };
}
