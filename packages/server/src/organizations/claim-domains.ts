import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** Another organization of this server has the domain. */
export class DomainTaken extends Error {
  readonly code = 'DOMAIN_TAKEN';
  readonly domain: string;
  constructor(domain: string) {
    super(
      `${domain} belongs to another organization of this server. Its mail, such as to its postmaster, can go to one alone: give a domain that is yours.`,
    );
    this.domain = domain;
  }
}

/**
 * Makes the domains that the organization begins to use its own; those that none of its streams uses
 * any more are free again, or go to who used them before a domain had one owner. To be called when
 * the streams are written, in their transaction. Throws `DomainTaken` for the first one that another
 * organization has; of two that want it at once the second waits, and then meets it.
 */
export async function claimDomains(
  tx: Tx,
  organizationId: string,
  wanted: readonly string[],
): Promise<void> {
  const domains = [...new Set(wanted.map((domain) => domain.toLowerCase()))];
  if (domains.length > 0) {
    // in one order, so that two at once wait for each other and never in a ring
    const sorted = domains.toSorted();
    await tx
      .insertInto('sending_domains')
      .values(sorted.map((domain) => ({ domain, organization_id: organizationId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const others = await tx
      .selectFrom('sending_domains')
      .select('domain')
      .where('domain', 'in', domains)
      .where('organization_id', '<>', organizationId)
      .execute();
    const taken = domains.find((domain) => others.some((one) => one.domain === domain));
    if (taken !== undefined) throw new DomainTaken(taken);
  }
  await release(tx, organizationId);
}

/** Which of an organization's own domains another one has, from before a domain had one owner. */
export async function domainsOfOthers(
  db: Database | Tx,
  organizationId: string,
  domains: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('sending_domains')
    .select('domain')
    .where('domain', 'in', [...domains])
    .where('organization_id', '<>', organizationId)
    .orderBy('domain')
    .execute();
  return rows.map(({ domain }) => domain);
}

async function release(tx: Tx, organizationId: string): Promise<void> {
  const { rows } = await sql<{ domain: string }>`
    delete from sending_domains own
    where own.organization_id = ${organizationId} and not exists (
      select from streams where streams.organization_id = own.organization_id
        and own.domain in (lower(streams.domain), lower(streams.return_path_domain))
    )
    returning own.domain`.execute(tx);
  if (rows.length === 0) return;
  await sql`
    insert into sending_domains (domain, organization_id)
    select distinct on (freed.domain) freed.domain, streams.organization_id
    from unnest(${sql.val(rows.map(({ domain }) => domain))}::text[]) as freed (domain)
    join streams on freed.domain in (lower(streams.domain), lower(streams.return_path_domain))
    join organizations on organizations.id = streams.organization_id
    order by freed.domain, organizations.number
    on conflict do nothing`.execute(tx);
}
