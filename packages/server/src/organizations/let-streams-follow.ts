import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { claimDomains } from './claim-domains.ts';
import { domainOf, returnPathOf } from './create-organization.ts';

interface From {
  readonly fromName: string;
  readonly fromAddress: string;
}

/**
 * The organization's From is the marketing stream's; the transactional stream has it too, as long as
 * nobody gave it one of its own. A new domain signs, and takes the bounces, where the old one did.
 * Answers the domain that signs marketing mail. Throws `DomainTaken` when another organization has it.
 */
export async function letStreamsFollow(
  tx: Tx,
  organizationId: string,
  { fromName, fromAddress }: From,
): Promise<string> {
  const rows = await tx
    .selectFrom('streams')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('stream')
    .forUpdate()
    .execute();
  const marketing = rows.find(({ stream }) => stream === 'marketing');
  const from = { from_name: fromName.trim(), from_address: fromAddress.trim() };
  const domain = domainOf(from.from_address);
  let anyMoved = false;
  for (const row of rows) {
    const shared =
      row.from_name === marketing?.from_name && row.from_address === marketing.from_address;
    const same = row.from_name === from.from_name && row.from_address === from.from_address;
    if (!shared || same) continue;
    const moved = domainOf(row.from_address) !== domain;
    anyMoved ||= moved;
    await tx
      .updateTable('streams')
      .set({
        ...from,
        ...(moved && { domain, return_path_domain: returnPathOf(domain) }),
        version: sql<number>`version + 1`,
      })
      .where('organization_id', '=', organizationId)
      .where('stream', '=', row.stream)
      .execute();
  }
  if (anyMoved) await claimDomains(tx, organizationId, [domain, returnPathOf(domain)]);
  return marketing && domainOf(marketing.from_address) === domain ? marketing.domain : domain;
}
