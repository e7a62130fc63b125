import type { Attributes, AttributeValue } from '@postern/core/values';
import { sql } from 'kysely';
import { stringify, validate } from 'uuid';
import { byBucket, copyOutEach, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { openIdentity, openValues } from './contact-content.ts';

/** A contact as it is stored, opened but not yet taken apart: most of it will be what a file says too. */
export class StoredTexts {
  readonly id: string;
  /** Null: its values are in no page yet. */
  readonly place: number | null;
  /** The import that wrote it last. */
  readonly importId: string | null;
  /** As JSON (RFC 8259), apart as they are sealed. */
  readonly identity: string;
  readonly values: string;
  #attributes: Attributes | null = null;

  constructor(of: Pick<StoredTexts, 'id' | 'place' | 'importId' | 'identity' | 'values'>) {
    this.id = of.id;
    this.place = of.place;
    this.importId = of.importId;
    this.identity = of.identity;
    this.values = of.values;
  }

  /** Identity and values by key; those of deleted definitions are in it too. */
  get attributes(): Attributes {
    this.#attributes ??= Object.assign(
      JSON.parse(this.identity) as Record<string, AttributeValue>,
      JSON.parse(this.values),
    );
    return this.#attributes as Attributes;
  }
}

/**
 * Opens these contacts one by one while the database reads the next. Throws `SealBroken` when a row was
 * altered.
 */
export async function readStored(
  tx: Tx,
  keys: OrganizationKeys,
  ids: readonly string[],
): Promise<Map<string, StoredTexts>> {
  const stored = new Map<string, StoredTexts>();
  if (ids.length === 0) return stored;
  const { organizationId } = keys;
  if (!validate(organizationId)) throw new TypeError('An organization has a UUID.');
  await copyOutEach(
    tx,
    sql`select c.*
      from ${byBucket(ids, { literally: true })} as wanted,
      -- "offset 0" as in openAll: one look into the index for each
      lateral (
        select id, place, import_id, identity_sealed, values_sealed from contacts
        where bucket = wanted.bucket and organization_id = ${sql.lit(organizationId)}
          and id = any(wanted.ids)
        offset 0
      ) c`,
    (row) => {
      const fields = fieldsOf(row);
      const id = stringify(fields() ?? NOTHING);
      const place = fields()?.readInt32BE() ?? null;
      const wroteIt = fields();
      const contact = new StoredTexts({
        id,
        place,
        importId: wroteIt === null ? null : stringify(wroteIt),
        identity: openIdentity(keys, id, fields() ?? NOTHING),
        values: openValues(keys, id, fields() ?? NOTHING),
      });
      stored.set(id, contact);
    },
  );
  return stored;
}

const NOTHING = Buffer.alloc(0);

/** The fields of a row one after the other: how many there are, and each behind its length, -1 for null. */
function fieldsOf(row: Buffer): () => Buffer | null {
  let at = 2;
  return () => {
    const bytes = row.readInt32BE(at);
    const from = at + 4;
    at = from + Math.max(0, bytes);
    return bytes === -1 ? null : row.subarray(from, at);
  };
}
