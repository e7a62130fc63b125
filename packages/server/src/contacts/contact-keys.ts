import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { parse as uuidBytes } from 'uuid';
import { bucketOf, copyIn, type Database, list, type Tx, tokenList } from '../database/index.ts';
import type { LookupKind, OrganizationKeys } from '../keys/index.ts';

export interface LookupKey {
  readonly kind: LookupKind;
  readonly token: Buffer;
  /** Its `keyName`, of one that is asked for it often. */
  readonly name?: string;
}

/** In the order of their names, as the index has them. */
export const KINDS = ['email', 'phone', 'record_number'] as const;

/** The tokens by which a contact with these attributes is found. */
export function lookupKeys(keys: OrganizationKeys, attributes: Attributes): LookupKey[] {
  return KINDS.flatMap((kind) => {
    const value = attributes[kind];
    return typeof value === 'string' ? [{ kind, token: keys.lookupToken(kind, value) }] : [];
  });
}

/** A key that knows its name, of its token in Latin-1. */
export function lookupKey(kind: LookupKind, token: string): LookupKey {
  return { kind, token: Buffer.from(token, 'latin1'), name: kind + token };
}

/** Its token in Latin-1. */
export const tokenText = ({ kind, token, name }: LookupKey): string =>
  name?.slice(kind.length) ?? token.toString('latin1');

/** A name for a key in a Map. */
export function keyName({ kind, token, name }: LookupKey): string {
  return name ?? kind + token.toString('latin1');
}

/** The ids of the contacts that have these keys, by `keyName`; of each key at most so many. */
export async function idsByKey(
  db: Database | Tx,
  organizationId: string,
  asked: readonly LookupKey[],
  most = Number.MAX_SAFE_INTEGER,
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  if (asked.length === 0) return found;
  // thousands of rows may name one address, and thousands of people have it
  const wanted = [...new Map(asked.map((key) => [keyName(key), key])).values()];
  const { rows } = await sql<LookupKey & { contact_id: string }>`/* prepared: ids_by_key */
    select k.kind, k.token, k.contact_id
    from unnest(
      ${list(
        'smallint',
        wanted.map((key) => bucketOf(key.token)),
      )},
      ${list(
        'text',
        wanted.map((key) => key.kind),
      )},
      ${tokenList(wanted.map((key) => key.token))}
    ) as wanted (bucket, kind, token),
    -- "limit" as "offset 0" in openAll: never the whole organization
    lateral (
      select kind, token, contact_id from contact_keys
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and kind = wanted.kind and token = wanted.token
      limit ${most}
    ) k
  `.execute(db);
  for (const row of rows) {
    const name = keyName(row);
    const ids = found.get(name);
    if (ids === undefined) found.set(name, new Set([row.contact_id]));
    else ids.add(row.contact_id);
  }
  return found;
}

/** A key and whose it is. */
export interface OwnedKey extends LookupKey {
  readonly contactId: string;
}

export async function writeKeys(
  tx: Tx,
  organizationId: string,
  owned: readonly OwnedKey[],
): Promise<void> {
  if (owned.length === 0) return;
  // in the order of the index, whose pages are then each written to once
  const rows = owned
    .map((key) => ({ key, bucket: bucketOf(key.token), name: keyName(key) }))
    .toSorted((a, b) => a.bucket - b.bucket || (a.name < b.name ? -1 : 1));
  await copyIn(
    tx,
    'contact_keys',
    {
      bucket: 'smallint',
      organization_id: 'uuid',
      kind: 'text',
      token: 'bytea',
      contact_id: 'uuid',
    } as const,
    rowsOf(uuidBytes(organizationId), rows),
  );
}

function* rowsOf(
  organization: Uint8Array,
  rows: readonly { readonly key: OwnedKey; readonly bucket: number }[],
) {
  for (const { key, bucket } of rows) {
    yield [bucket, organization, key.kind, key.token, key.contactId] as const;
  }
}

export async function forgetKeys(
  tx: Tx,
  organizationId: string,
  owned: readonly OwnedKey[],
): Promise<void> {
  if (owned.length === 0) return;
  await sql`
    delete from contact_keys k
    using unnest(
      ${sql.val(owned.map(({ token }) => bucketOf(token)))}::smallint[],
      ${sql.val(owned.map(({ kind }) => kind))}::text[],
      ${sql.val(owned.map(({ token }) => token))}::bytea[],
      ${sql.val(owned.map(({ contactId }) => contactId))}::uuid[]
    ) as old (bucket, kind, token, contact_id)
    where k.bucket = old.bucket and k.organization_id = ${organizationId} and k.kind = old.kind
      and k.token = old.token and k.contact_id = old.contact_id`.execute(tx);
}

/** The keys that contacts lose and get; those of a value that stays are neither looked at nor made. */
export function keyChanges(
  keys: OrganizationKeys,
  contacts: readonly {
    readonly id: string;
    readonly attributes: Attributes;
    readonly before: { readonly attributes: Attributes } | null;
    readonly keys?: readonly LookupKey[];
  }[],
): { readonly gone: readonly OwnedKey[]; readonly added: readonly OwnedKey[] } {
  const gone: OwnedKey[] = [];
  const added: OwnedKey[] = [];
  for (const contact of contacts) {
    const { id: contactId, attributes, before, keys: made } = contact;
    for (const kind of KINDS) {
      const had = before?.attributes[kind];
      const has = attributes[kind];
      if (had === has) continue;
      const old = typeof had === 'string' ? keys.lookupToken(kind, had) : null;
      const now =
        typeof has === 'string'
          ? (made?.find((key) => key.kind === kind) ?? lookupKey(kind, keys.lookupText(kind, has)))
          : null;
      if (old !== null && now !== null && old.equals(now.token)) continue;
      if (old !== null) gone.push({ kind, token: old, contactId });
      if (now !== null) added.push({ kind, token: now.token, name: keyName(now), contactId });
    }
  }
  return { gone, added };
}
