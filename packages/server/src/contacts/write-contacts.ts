import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { parse as uuidBytes } from 'uuid';
import { bucketOf, copyIn, list, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { contentSealer } from './contact-content.ts';
import { forgetKeys, keyChanges, type LookupKey, writeKeys } from './contact-keys.ts';
import type { NewKeys } from './new-keys.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import type { StoredContact } from './open-contacts.ts';
import { takePlaces, writeValues } from './pages/index.ts';
import { type ContactWithNews, updateValues, type Writing } from './update-values.ts';
import type { ValuesNews } from './values-news.ts';

export interface ContactToWrite {
  readonly id: string;
  readonly attributes: Attributes;
  /** As it is stored; null for a new one. */
  readonly before: Pick<StoredContact, 'attributes' | 'place'> | null;
  /** Those of its keys that are known already, to be made once. */
  readonly keys?: readonly LookupKey[];
  /** What is new of one on file of whom nothing else changes. */
  readonly news?: ValuesNews;
}

/**
 * Writes contacts whole: sealed identity and values, the blind index and the pages that segments read.
 * A handful of statements however many they are. The caller is the organization's only writer of
 * contacts (`lockContacts`). Answers who has got an address or a record number that they had not.
 */
export async function writeContacts(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  contacts: readonly ContactToWrite[],
  writing: Date | Writing,
): Promise<readonly NewKeys[]> {
  if (contacts.length === 0) return [];
  const { at, importId } = writing instanceof Date ? { at: writing, importId: null } : writing;
  const places = await placesOf(tx, keys.organizationId, contacts);
  const seal = contentSealer(keys, definitions);
  const rowOf = (contact: ContactToWrite, index: number): Row => {
    const { id, attributes } = contact;
    const sealed = seal(id, attributes);
    return {
      bucket: bucketOf(id),
      id,
      place: places[index] ?? 0,
      hasEmail: attributes.email !== undefined,
      identity_sealed: sealed.identity_sealed,
      values_sealed: sealed.values_sealed,
    };
  };
  // sealed one by one as the database takes them in
  const fresh = function* () {
    for (const [index, contact] of contacts.entries()) {
      if (contact.before === null) yield rowOf(contact, index);
    }
  };
  await insertContacts(tx, keys.organizationId, fresh(), { at, importId });
  const known = contacts.flatMap((contact, index) =>
    contact.before === null || contact.news !== undefined ? [] : [rowOf(contact, index)],
  );
  await updateContacts(tx, keys.organizationId, known, { at, importId });
  await updateValues(tx, keys, contacts.filter(hasNews), { at, importId });
  const whole = contacts.filter(({ news }) => news === undefined);
  const { gone, added } = keyChanges(keys, whole);
  await forgetKeys(tx, keys.organizationId, gone);
  await writeKeys(tx, keys.organizationId, added);
  await writeValues(
    tx,
    keys,
    definitions,
    contacts.map((contact, index) => {
      const { id, before, news } = contact;
      const place = places[index] ?? 0;
      if (news !== undefined) return { id, place, changes: news.changes };
      // one without a place has nothing in pages yet
      const had = before === null || before.place === null ? null : before.attributes;
      return { id, place, before: had, after: contact.attributes };
    }),
  );
  const tokens = new Map<string, Buffer[]>(whole.map(({ id }) => [id, []]));
  for (const { kind, token, contactId } of added) {
    if (kind !== 'phone') tokens.get(contactId)?.push(token);
  }
  return [...tokens].map(([contactId, own]) => ({ contactId, tokens: own }));
}

const hasNews = <One extends ContactToWrite>(contact: One): contact is One & ContactWithNews =>
  contact.news !== undefined;

async function placesOf(
  tx: Tx,
  organizationId: string,
  contacts: readonly ContactToWrite[],
): Promise<readonly number[]> {
  const without = contacts.filter(({ before }) => (before?.place ?? null) === null);
  const buckets = without.map(({ id }) => bucketOf(id));
  const taken = (await takePlaces(tx, organizationId, buckets)).values();
  return contacts.map(({ before }) => before?.place ?? taken.next().value ?? 0);
}

interface Row {
  readonly bucket: number;
  readonly id: string;
  readonly place: number;
  readonly hasEmail: boolean;
  readonly identity_sealed: Buffer;
  readonly values_sealed: Buffer;
}

const COLUMNS = {
  bucket: 'smallint',
  organization_id: 'uuid',
  id: 'uuid',
  place: 'integer',
  identity_sealed: 'bytea',
  values_sealed: 'bytea',
  has_email: 'boolean',
  import_id: 'uuid',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
} as const;

async function insertContacts(
  tx: Tx,
  organizationId: string,
  rows: Generator<Row>,
  { at, importId }: Writing,
): Promise<void> {
  const first = rows.next();
  if (first.done) return;
  const organization = uuidBytes(organizationId);
  const wroteIt = importId === null ? null : uuidBytes(importId);
  const copied = function* () {
    for (let row: IteratorResult<Row> = first; !row.done; row = rows.next()) {
      const { bucket, id, place, identity_sealed, values_sealed, hasEmail } = row.value;
      const sealed = [identity_sealed, values_sealed] as const;
      yield [bucket, organization, id, place, ...sealed, hasEmail, wroteIt, at, at] as const;
    }
  };
  await copyIn(tx, 'contacts', COLUMNS, copied());
}

async function updateContacts(
  tx: Tx,
  organizationId: string,
  rows: readonly Row[],
  { at, importId }: Writing,
): Promise<void> {
  if (rows.length === 0) return;
  const blobs = rows.flatMap((row) => [row.identity_sealed, row.values_sealed]);
  const starts: number[] = [];
  let end = 1;
  for (const blob of blobs) {
    starts.push(end);
    end += blob.length;
  }
  const numbers = (of: (row: Row, index: number) => number) => list('integer', rows.map(of));
  // the blobs as one, which goes over in binary: as elements of an array each would be hexadecimal text
  await sql`
    update contacts c
    set identity_sealed = substring(blobs.all_of_them from n.identity for n.identity_bytes),
      values_sealed = substring(blobs.all_of_them from n.values for n.values_bytes),
      place = n.place, has_email = n.has_email = 1,
      import_id = coalesce(${importId}::uuid, c.import_id),
      updated_at = ${at}
    from (select ${Buffer.concat(blobs)}::bytea as all_of_them) blobs,
      unnest(
        ${numbers(({ bucket }) => bucket)},
        ${list(
          'uuid',
          rows.map(({ id }) => id),
        )},
        ${numbers(({ place }) => place)},
        ${numbers(({ hasEmail }) => Number(hasEmail))},
        ${numbers((_, index) => starts[2 * index] ?? 0)},
        ${numbers((row) => row.identity_sealed.length)},
        ${numbers((_, index) => starts[2 * index + 1] ?? 0)},
        ${numbers((row) => row.values_sealed.length)}
      ) as n (bucket, id, place, has_email, identity, identity_bytes, values, values_bytes)
    where c.bucket = n.bucket and c.organization_id = ${organizationId} and c.id = n.id`.execute(
    tx,
  );
}
