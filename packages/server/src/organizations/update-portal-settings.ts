import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { type PortalSettings, portalSettings } from './portal-settings.ts';

export interface VersionedPortalSettings extends PortalSettings {
  readonly version: number;
}

export async function getPortalSettings(
  db: Database | Tx,
  organizationId: string,
): Promise<VersionedPortalSettings> {
  const row = await db
    .selectFrom('organizations')
    .select(['portal', 'portal_version'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { ...portalSettings(row), version: row.portal_version };
}

/** Changes the portal's settings that are still at `version`; otherwise nothing changes. */
export async function updatePortalSettings(
  tx: Tx,
  organizationId: string,
  change: PortalSettings,
  version: number,
): Promise<
  | { readonly kind: 'updated'; readonly settings: VersionedPortalSettings }
  | { readonly kind: 'stale'; readonly current: VersionedPortalSettings }
> {
  const stored = { ...change, senderName: change.senderName.trim() };
  const row = await tx
    .updateTable('organizations')
    .set({ portal: JSON.stringify(stored), portal_version: sql<number>`portal_version + 1` })
    .where('id', '=', organizationId)
    .where('portal_version', '=', version)
    .returning('id')
    .executeTakeFirst();
  const settings = await getPortalSettings(tx, organizationId);
  return row ? { kind: 'updated', settings } : { kind: 'stale', current: settings };
}
