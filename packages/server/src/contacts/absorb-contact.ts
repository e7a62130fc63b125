import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import { bucketOf, list, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { forgetKeys, type OwnedKey, writeKeys } from './contact-keys.ts';
import { loadDefinitions } from './definitions.ts';
import { deleteContact } from './delete-contact.ts';
import { openAll, type StoredContact } from './open-contacts.ts';
import { markPatients } from './prospects.ts';
import { absorbedBy } from './survivors.ts';
import { writeContacts } from './write-contacts.ts';
import { lockContacts } from './writer-lock.ts';

/** Two records of one person, held. */
export interface Pair {
  readonly into: StoredContact;
  readonly from: StoredContact;
}

/**
 * Holds two contacts until the transaction ends, so that nobody writes to either, nor records what they
 * allow or refuse (`recordConsent` waits). Null when one of them is not on file.
 */
export async function holdPair(
  tx: Tx,
  keys: OrganizationKeys,
  intoId: string,
  fromId: string,
): Promise<Pair | null> {
  const { organizationId } = keys;
  await lockContacts(tx, organizationId);
  const ids = [intoId, fromId];
  // in the order in which recordConsent takes them, so that nobody waits in a ring
  await sql`
    select from contacts
    where (bucket, organization_id, id) in (
      select bucket, ${organizationId}::uuid, id
      from unnest(${list('smallint', ids.map(bucketOf))}, ${list('uuid', ids)}) as wanted (bucket, id)
    )
    order by bucket, id
    for update`.execute(tx);
  const stored = await openAll(tx, keys, organizationId, ids);
  const [into, from] = [stored.get(intoId), stored.get(fromId)];
  return into && from && intoId !== fromId ? { into, from } : null;
}

interface Absorbing {
  readonly attributes: Attributes;
  /** A user's id. */
  readonly by: string;
  readonly at: Date;
}

export const mergedContext = (id: string) => `merged_contacts:${id}`;

/**
 * Puts one record into the other, which then says `attributes`; of the one a trace stays, by which what
 * comes under its id reaches the other. Record numbers of both lead there: the next import of either
 * system finds the one person. To be called after `holdPair`, when the ledger has been taken along.
 */
export async function absorbContact(
  tx: Tx,
  keys: OrganizationKeys,
  { into, from }: Pair,
  { attributes, by, at }: Absorbing,
): Promise<void> {
  const { organizationId } = keys;
  const definitions = await loadDefinitions(tx, organizationId);
  const earlier = await absorbedBy(tx, organizationId, from.id);
  await moveTraces(tx, organizationId, from.id, into.id);
  await deleteContact(tx, keys, from.id);
  await writeContacts(tx, keys, definitions, [{ id: into.id, attributes, before: into }], at);
  const aliases = aliasesOf(keys, { into, from }, attributes);
  const moved = earlier.flatMap(({ tokens }) => tokens.map((token) => number(token, into.id)));
  await writeKeys(tx, organizationId, [...aliases, ...moved]);
  const trace = { organization_id: organizationId, merged_at: at, merged_by: by };
  await tx
    .insertInto('merged_contacts')
    .values({
      ...trace,
      bucket: bucketOf(from.id),
      contact_id: from.id,
      into_id: into.id,
      content_sealed: keys.sealJson(from.attributes, mergedContext(from.id)),
    })
    .execute();
  await tx
    .insertInto('absorbed_contacts')
    .values({
      ...trace,
      bucket: bucketOf(into.id),
      contact_id: into.id,
      absorbed_id: from.id,
      tokens: aliases.map(({ token }) => token),
    })
    .execute();
  const isNews = into.attributes['relation'] === 'prospect' && attributes['relation'] === 'patient';
  if (isNews) await markPatients(tx, keys, [into.id], at);
}

const number = (token: Buffer, contactId: string): OwnedKey => ({
  ...{ kind: 'record_number', token, contactId },
});

/** Record numbers of the two that the survivor does not show. */
function aliasesOf(keys: OrganizationKeys, pair: Pair, kept: Attributes): readonly OwnedKey[] {
  const token = ({ record_number: value }: Attributes) =>
    typeof value === 'string' ? keys.lookupToken('record_number', value) : null;
  const shown = token(kept);
  return [pair.into, pair.from].flatMap(({ attributes }) => {
    const own = token(attributes);
    return own === null || shown?.equals(own) ? [] : [number(own, pair.into.id)];
  });
}

/** Who was merged into the one before is merged into the other now. */
async function moveTraces(
  tx: Tx,
  organizationId: string,
  fromId: string,
  intoId: string,
): Promise<void> {
  const moved = await tx
    .deleteFrom('absorbed_contacts')
    .where('bucket', '=', bucketOf(fromId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', fromId)
    .returningAll()
    .execute();
  if (moved.length === 0) return;
  await forgetKeys(
    tx,
    organizationId,
    moved.flatMap(({ tokens }) => tokens.map((token) => number(token, fromId))),
  );
  await tx
    .insertInto('absorbed_contacts')
    .values(moved.map((row) => ({ ...row, bucket: bucketOf(intoId), contact_id: intoId })))
    .execute();
  for (const { absorbed_id: id } of moved) {
    await tx
      .updateTable('merged_contacts')
      .set({ into_id: intoId })
      .where('bucket', '=', bucketOf(id))
      .where('organization_id', '=', organizationId)
      .where('contact_id', '=', id)
      .execute();
  }
}
