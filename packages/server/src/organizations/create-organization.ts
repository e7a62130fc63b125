import type { Sender } from '@postern/core/gate';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import { claimDomains } from './claim-domains.ts';

export interface NewOrganization {
  readonly name: string;
  readonly postalAddress: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly sender: Sender;
  readonly demonstration: boolean;
}

/**
 * Makes an organization with a data key of its own, in the strict profile and on the sandbox, so
 * that nothing leaves before somebody decides that it may. Answers its id. Throws `DomainTaken` when
 * another organization has the domain of the From address.
 */
export async function createOrganization(
  tx: Tx,
  keyring: Keyring,
  draft: NewOrganization,
): Promise<string> {
  const id = v7();
  await tx
    .insertInto('organizations')
    .values({
      id,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from organizations)`,
      name: draft.name,
      postal_address: draft.postalAddress,
      from_name: draft.fromName,
      from_address: draft.fromAddress,
      sending_domain: domainOf(draft.fromAddress),
      profile: 'strict',
      sender: JSON.stringify(draft.sender),
      transport: JSON.stringify({ kind: 'sandbox' }),
      data_key_wrapped: await keyring.make(id),
      demonstration: draft.demonstration,
      second_factor_required: !draft.demonstration,
    })
    .execute();
  const domain = domainOf(draft.fromAddress);
  await tx
    .insertInto('streams')
    .values(
      STREAMS.map((stream) => ({
        organization_id: id,
        stream,
        domain,
        from_name: draft.fromName,
        from_address: draft.fromAddress,
        return_path_domain: returnPathOf(domain),
      })),
    )
    .execute();
  await claimDomains(tx, id, [domain, returnPathOf(domain)]);
  return id;
}

const STREAMS = ['marketing', 'transactional'] as const;

/** The domain that signs: that of the From address, so that DMARC aligns (RFC 7489, 3.1). */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * Where bounces come, unless somebody says otherwise: below the domain, whose own mailboxes are then
 * left alone, and aligned with it for DMARC in relaxed mode (RFC 7489, 3.1.2).
 */
export function returnPathOf(domain: string): string {
  return `bounces.${domain}`;
}
