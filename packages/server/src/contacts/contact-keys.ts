import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import type { LookupKind, OrganizationKeys } from '../keys/index.ts';

export interface LookupKey {
  readonly kind: LookupKind;
  readonly token: Buffer;
}

const KINDS = ['email', 'phone', 'record_number'] as const;

/** The tokens by which a contact with these attributes is found. */
export function lookupKeys(keys: OrganizationKeys, attributes: Attributes): LookupKey[] {
  return KINDS.flatMap((kind) => {
    const value = attributes[kind];
    return typeof value === 'string' ? [{ kind, token: keys.lookupToken(kind, value) }] : [];
  });
}

/** A name for a key in a Map. */
export function keyName({ kind, token }: LookupKey): string {
  return `${kind}:${token.toString('hex')}`;
}

/** The ids of the contacts that have these keys, by `keyName`. */
export async function idsByKey(
  db: Database | Tx,
  organizationId: string,
  wanted: readonly LookupKey[],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  if (wanted.length === 0) return found;
  const { rows } = await sql<LookupKey & { contact_id: string }>`
    select k.kind, k.token, k.contact_id
    from unnest(
      ${sql.val(wanted.map((key) => bucketOf(key.token)))}::smallint[],
      ${sql.val(wanted.map((key) => key.kind))}::text[],
      ${sql.val(wanted.map((key) => key.token))}::bytea[]
    ) as wanted (bucket, kind, token),
    -- "offset 0" as in openAll: never the whole organization
    lateral (
      select kind, token, contact_id from contact_keys
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and kind = wanted.kind and token = wanted.token
      offset 0
    ) k
  `.execute(db);
  for (const row of rows) {
    const name = keyName(row);
    found.set(name, (found.get(name) ?? new Set()).add(row.contact_id));
  }
  return found;
}
