import { isLargeProvider, providerOf } from '@postern/core/returns';
import { loadConsent, otherAddresses } from '../consent/index.ts';
import { loadDefinitions, openContacts, survivorOf } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ReturnedSend } from './find-send.ts';

/** Who is behind a message that came home, as they are on file now. */
export interface ReturnedPerson {
  /** Where they were written to; null when no address is on file. */
  readonly email: string | null;
  readonly provider: string | null;
  /** What may not stand in a reason. */
  readonly names: readonly string[];
  /** Neither may these: the domain of the address and its parts, where it can be the person's own. */
  readonly places: readonly string[];
  /** Whether the address on file is the one that the message went to, as far as can be told. */
  readonly sameAddress: boolean;
}

const NOBODY: ReturnedPerson = {
  email: null,
  provider: null,
  names: [],
  places: [],
  sameAddress: false,
};

/** Shorter parts of a domain are found in other words. */
const SHORTEST = 3;

/**
 * Opens the person. A report is about the address that was written to, and that may have changed
 * since: the address on file counts when the report names it, or when the record was not touched
 * after the message left (a forwarder's report names another). An address that only the report
 * names never counts: who got one message could have anybody suppressed.
 */
export async function returnedPerson(
  tx: Tx,
  keys: OrganizationKeys,
  { contactId: writtenTo, settledAt }: ReturnedSend,
  named: readonly string[],
): Promise<ReturnedPerson> {
  const { organizationId } = keys;
  // who was merged since is on file under the other record
  const contactId = await survivorOf(tx, organizationId, writtenTo);
  const definitions = await loadDefinitions(tx, organizationId);
  const opened = await openContacts(tx, keys, organizationId, [contactId], definitions);
  const contact = opened.get(contactId);
  if (contact === undefined) return NOBODY;
  const { attributes, updatedAt } = contact;
  const names = definitions.flatMap(({ key, identity }) => {
    const value = attributes[key];
    return identity && typeof value === 'string' ? [value] : [];
  });
  const other = await otherThen(tx, keys, contactId, settledAt);
  if (other !== null) {
    const provider = providerOf(other);
    const hidden = [...names, other];
    return { email: other, provider, names: hidden, places: placesOf(provider), sameAddress: true };
  }
  const email = attributes['email'];
  if (typeof email !== 'string') return { ...NOBODY, names };
  const token = keys.lookupToken('email', email);
  const isNamed = named.some((one) => keys.lookupToken('email', one).equals(token));
  const untouched = settledAt !== null && updatedAt.getTime() <= settledAt.getTime();
  const provider = providerOf(email);
  const sameAddress = isNamed || untouched;
  return { email, provider, names, places: placesOf(provider), sameAddress };
}

/** The address for which they had asked when the message left, 45 CFR 164.522(b): it went there. */
async function otherThen(
  tx: Tx,
  keys: OrganizationKeys,
  contactId: string,
  settledAt: Date | null,
): Promise<string | null> {
  if (settledAt === null) return null;
  const consent = await loadConsent(tx, keys, [contactId]);
  const at = settledAt.toISOString();
  return (await otherAddresses(tx, keys, consent, at)).get(contactId) ?? null;
}

/** A large provider's domain names nobody: its own words, such as where it tells more, may stay. */
function placesOf(provider: string): readonly string[] {
  if (isLargeProvider(provider)) return [];
  const parts = provider.split('.').slice(0, -1);
  return [provider, ...parts.filter((part) => part.length >= SHORTEST)];
}
