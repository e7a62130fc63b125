import { entryText, leafHash, leafText, type TreeBuilder, treeBuilder } from '@postern/core/audit';
import { sql } from 'kysely';
import { type Database, inTransaction, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { addTaken } from './add-taken.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { entryMac } from './entry-mac.ts';
import { type PendingRow, pendingRows } from './pending-rows.ts';
import { sha256 } from './sha256.ts';
import { ledgerSigner } from './signed-note.ts';
import { loadEdge, type Tile, writeTiles } from './tiles.ts';

const BATCH = 10_000;

/**
 * Seals all entries of an organization that are committed by now: numbers them, makes them leaves of
 * the tree and signs how far it goes. Takes whatever is visible and not sealed, so an entry whose
 * transaction was long comes later, and none is lost. One sealer at a time; with `wait: false` a ledger
 * that another seals is left to them. Answers how many entries were sealed.
 */
export async function sealLedger(
  database: Database,
  keys: OrganizationKeys,
  { wait = true, now = new Date() }: { wait?: boolean; now?: Date } = {},
): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await inTransaction(database, (tx) => sealBatch(tx, keys, wait, now));
    sealed += count;
    if (count < BATCH) return sealed;
  }
}

async function sealBatch(
  tx: Tx,
  keys: OrganizationKeys,
  wait: boolean,
  now: Date,
): Promise<number> {
  const { organizationId } = keys;
  const head = await lockHead(tx, organizationId, wait);
  if (head === null) return 0;
  const rows = await pendingRows(tx, organizationId, { limit: BATCH });
  if (rows.length === 0 && head.sequence === head.tree_size) return 0;

  const tiles: Tile[] = [];
  const tree = treeBuilder(
    sha256,
    { size: head.tree_size, edge: await loadEdge(tx, organizationId, head.tree_size) },
    (level, index, hashes) => tiles.push({ level, index, hashes }),
  );
  await addTaken(tx, organizationId, tree, head.sequence);
  const sealed = numbered(keys, rows, tree);
  await move(tx, organizationId, sealed.ids, sealed.macs, head.sequence);
  await hold(tx, organizationId, sealed.altered);
  await writeTiles(tx, organizationId, [...tiles, ...tree.edge()]);
  const day = now.toISOString().slice(0, 10);
  const note = writeCheckpoint(ledgerSigner(keys), tree.size, tree.root());
  await tx
    .insertInto('audit_checkpoints')
    .values({ organization_id: organizationId, day, size: tree.size, note })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'day']).doUpdateSet({ size: tree.size, note }),
    )
    .execute();
  await tx
    .updateTable('audit_heads')
    .set({ sequence: tree.size, tree_size: tree.size })
    .where('organization_id', '=', organizationId)
    .execute();
  return rows.length;
}

/** The one lock of the ledger, which no writer of entries takes. */
async function lockHead(tx: Tx, organizationId: string, wait: boolean) {
  const select = () => {
    const query = tx
      .selectFrom('audit_heads')
      .select(['sequence', 'tree_size'])
      .where('organization_id', '=', organizationId)
      .forUpdate();
    return (wait ? query : query.skipLocked()).executeTakeFirst();
  };
  const head = await select();
  if (head) return head;
  const made = await tx
    .insertInto('audit_heads')
    .values({ organization_id: organizationId, sequence: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n || wait ? ((await select()) ?? null) : null;
}

/** Gives entries their numbers in the tree. One that is not what was written gets none. */
function numbered(keys: OrganizationKeys, rows: readonly PendingRow[], tree: TreeBuilder) {
  const ids: string[] = [];
  const macs: Buffer[] = [];
  const altered: string[] = [];
  for (const { id, mac, entry } of rows) {
    if (!entryMac(keys, entryText(entry)).equals(mac)) {
      altered.push(id);
      continue;
    }
    const placed = { ...entry, sequence: tree.size + 1 };
    const sealedMac = entryMac(keys, entryText(placed));
    tree.add(leafHash(sha256, Buffer.from(leafText(placed, sealedMac.toString('hex')))));
    ids.push(id);
    macs.push(sealedMac);
  }
  return { ids, macs, altered };
}

/** The rows themselves move within the database; only numbers and hashes are told to it. */
async function move(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  macs: readonly Buffer[],
  after: number,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with gone as (
      delete from audit_pending
      where organization_id = ${organizationId} and id = any(${ids}::uuid[])
      returning at, id, actor_kind, actor, action, subject, origin, purpose
    )
    insert into audit_sealed
      (organization_id, sequence, at, id, actor_kind, actor, action, subject, origin, purpose, mac)
    select ${organizationId}::uuid, ${after}::bigint + place.number, at, id, actor_kind, actor, action,
           subject, origin, purpose, place.mac
    from gone
    join unnest(${ids}::uuid[], ${macs}::bytea[]) with ordinality as place (id, mac, number)
      using (id)
    order by place.number`.execute(tx);
}

/** Left where they are, for verification to name. */
async function hold(tx: Tx, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('audit_pending')
    .set({ held: true })
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
}
