import {
  isFeedbackAddress,
  organizationNumberOfAddress,
  type ReturnSubject,
  readReturnPath,
} from '../delivery/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ReturnsDeps } from './returns-deps.ts';

/** For whom mail is: which organization's, and what the address alone says of the message. */
export interface Addressee {
  readonly keys: OrganizationKeys;
  readonly organizationNumber: number;
  readonly kind: 'return_path' | 'feedback' | 'postmaster';
  /** Of a return path. */
  readonly subject: ReturnSubject | null;
}

/** Every domain that takes mail has these: RFC 5321 section 4.5.1, RFC 2142. */
const ROLES = new Set(['postmaster', 'abuse']);

/**
 * Whose an address is; null for one that is none of ours. A return path and a feedback address are
 * read with the organization's keys, so that a forged one is nobody's.
 */
export async function addresseeOf(deps: ReturnsDeps, address: string): Promise<Addressee | null> {
  const number = organizationNumberOfAddress(address);
  if (number !== null) return number > 0x7fffffff ? null : byNumber(deps, number, address);
  const at = address.lastIndexOf('@');
  if (at === -1 || !ROLES.has(address.slice(0, at).toLowerCase())) return null;
  const domain = address.slice(at + 1).toLowerCase();
  const organization = await deps.database
    .selectFrom('sending_domains')
    .innerJoin('organizations', 'organizations.id', 'sending_domains.organization_id')
    .select(['organizations.id', 'organizations.number'])
    .where('sending_domains.domain', '=', domain)
    .executeTakeFirst();
  if (organization === undefined) return null;
  const keys = await deps.keyring.of(organization.id);
  return { keys, organizationNumber: organization.number, kind: 'postmaster', subject: null };
}

async function byNumber(
  { database, keyring }: ReturnsDeps,
  organizationNumber: number,
  address: string,
): Promise<Addressee | null> {
  const organization = await database
    .selectFrom('organizations')
    .select('id')
    .where('number', '=', organizationNumber)
    .executeTakeFirst();
  if (organization === undefined) return null;
  const keys = await keyring.of(organization.id);
  const subject = readReturnPath(keys, address);
  if (subject !== null) return { keys, organizationNumber, kind: 'return_path', subject };
  if (!isFeedbackAddress(keys, address)) return null;
  return { keys, organizationNumber, kind: 'feedback', subject: null };
}
