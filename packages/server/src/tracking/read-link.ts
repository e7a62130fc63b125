import type { Database } from '../database/index.ts';
import { organizationNumberOf, readToken } from '../delivery/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';

/** Whom the token of a link was made for, and the keys by which it was read. */
export interface Linked {
  readonly keys: OrganizationKeys;
  readonly campaignId: string;
  readonly contactId: string;
}

/** Numbers never change and are never given again: each is asked for once. */
const known = new WeakMap<Database, Map<number, string>>();

/** Null for any token that is not, letter by letter, one of ours. */
export async function readLink(
  { database, keyring }: { readonly database: Database; readonly keyring: Keyring },
  token: string,
): Promise<Linked | null> {
  const number = organizationNumberOf(token);
  if (number === null || number > 0x7fffffff) return null;
  const organizationId = await organizationOf(database, number);
  if (organizationId === null) return null;
  const keys = await keyring.of(organizationId);
  const subject = readToken(keys, token);
  return subject && { keys, ...subject };
}

async function organizationOf(database: Database, number: number): Promise<string | null> {
  const ids = known.get(database) ?? new Map<number, string>();
  known.set(database, ids);
  const id = ids.get(number);
  if (id !== undefined) return id;
  const found = await database
    .selectFrom('organizations')
    .select('id')
    .where('number', '=', number)
    .executeTakeFirst();
  if (found === undefined) return null;
  ids.set(number, found.id);
  return found.id;
}
