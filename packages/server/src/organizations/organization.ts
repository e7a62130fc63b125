import { PROFILES, type Profile, type Sender } from '@postern/core/gate';
import type { Selectable } from 'kysely';
import type { Database, Tables, Tx } from '../database/index.ts';
import { type PortalSettings, portalSettings } from './portal-settings.ts';

/** Who sends: a covered entity, or somebody who sends for it. */
export interface Organization {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  /** As commercial mail must show it, 15 USC 7704(a)(5)(A)(iii). */
  readonly postalAddress: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly sendingDomain: string;
  readonly profile: Profile;
  readonly sender: Sender;
  /** The delivery room knows its form. */
  readonly transport: unknown;
  readonly portal: PortalSettings;
  readonly demonstration: boolean;
  readonly version: number;
}

export function organizationOf(row: Selectable<Tables['organizations']>): Organization {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    postalAddress: row.postal_address,
    fromName: row.from_name,
    fromAddress: row.from_address,
    sendingDomain: row.sending_domain,
    // a word that is not known is read as the careful one
    profile: PROFILES.find((profile) => profile === row.profile) ?? 'strict',
    sender: row.sender as Sender,
    transport: row.transport,
    portal: portalSettings(row),
    demonstration: row.demonstration,
    version: row.version,
  };
}

/** The organization; throws when there is none of this id, since ids come from sessions and rows. */
export async function getOrganization(db: Database | Tx, id: string): Promise<Organization> {
  const row = await db
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return organizationOf(row);
}

/** All organizations of this installation, oldest first; not those that were destroyed. */
export async function listOrganizations(db: Database | Tx): Promise<readonly Organization[]> {
  const rows = await db
    .selectFrom('organizations')
    .selectAll()
    .where('data_key_wrapped', '<>', Buffer.alloc(0))
    .orderBy('number')
    .execute();
  return rows.map(organizationOf);
}
