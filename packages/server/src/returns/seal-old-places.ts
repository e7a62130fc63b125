import type { Selectable } from 'kysely';
import { isPlaces, sealRoute } from '../campaigns/index.ts';
import { type Database, inTransaction, type Tables, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { placesIn, sealPlaces } from './places.ts';
import type { ReturnsDeps } from './returns-deps.ts';

const AT_ONCE = 500;

/**
 * Seals what migration 0011 found in clear and could not seal, having no keys: the places of returned
 * messages and of ways. To be done at a start, before mail goes out; several at once share the work.
 * An organization whose key does not open waits for another start, and the log says so. Answers how
 * many were sealed.
 */
export async function sealOldPlaces({
  database,
  keyring,
  log,
}: Pick<ReturnsDeps, 'database' | 'keyring' | 'log'>): Promise<number> {
  const organizations = await database
    .selectFrom('unsealed_places')
    .select('organization_id as id')
    .distinct()
    .execute();
  let sealed = 0;
  for (const { id } of organizations) {
    try {
      sealed += await sealOf(database, await keyring.of(id));
    } catch (error) {
      log.warn({ organizationId: id, error }, 'Places of old mail are not sealed yet.');
    }
  }
  return sealed;
}

async function sealOf(database: Database, keys: OrganizationKeys): Promise<number> {
  for (let sealed = 0; ; ) {
    const done = await inTransaction(database, async (tx) => {
      const rows = await tx
        .selectFrom('unsealed_places')
        .selectAll()
        .where('organization_id', '=', keys.organizationId)
        .limit(AT_ONCE)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const row of rows) await sealOne(tx, keys, row);
      return rows.length;
    });
    sealed += done;
    if (done < AT_ONCE) return sealed;
  }
}

async function sealOne(
  tx: Tx,
  keys: OrganizationKeys,
  { organization_id, kind, bucket, id, names }: Selectable<Tables['unsealed_places']>,
): Promise<void> {
  if (kind === 'returned_mail') {
    await tx
      .updateTable('returned_mail')
      .set({ places_sealed: sealPlaces(keys, id, placesIn(names)) })
      .where('bucket', '=', bucket)
      .where('organization_id', '=', organization_id)
      .where('id', '=', id)
      .execute();
  } else if (isPlaces(names)) {
    // never found again by its hash: the same way has a new row from its next message on
    const hash = keys.mac('route', `before 0011: ${id}`);
    await tx
      .updateTable('send_routes')
      .set({ hash, places_sealed: sealRoute(keys, hash, names) })
      .where('organization_id', '=', organization_id)
      .where('id', '=', Number(id))
      .execute();
  }
  await tx
    .deleteFrom('unsealed_places')
    .where('organization_id', '=', organization_id)
    .where('kind', '=', kind)
    .where('bucket', '=', bucket)
    .where('id', '=', id)
    .execute();
}
