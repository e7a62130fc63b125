import { type TreeBuilder, treeBuilder } from '@postern/core/audit';
import { sql } from 'kysely';
import {
  copyInPieces,
  copyOutBytes,
  type Database,
  inTransaction,
  type Tx,
} from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { addTaken } from './add-taken.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { COPY_HEADER_BYTES, PENDING_COLUMNS } from './leaf-bytes.ts';
import { NUMBERED_COLUMNS, type Numbered, numberEntries } from './number-entries.ts';
import { sha256 } from './sha256.ts';
import { ledgerSigner } from './signed-note.ts';
import { loadEdge, type Tile, writeTiles } from './tiles.ts';

const BATCH = 10_000;
/** An answer of COPY without a row: its header and its trailer. */
const NOTHING = COPY_HEADER_BYTES + 2;

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
  const pending = await copyOutBytes(
    tx,
    sql`select ${sql.raw(PENDING_COLUMNS)} from audit_pending
        where organization_id = ${sql.lit(organizationId)} and not held
        order by id limit ${sql.lit(BATCH)}`,
  );
  if (pending.length === NOTHING && head.sequence === head.tree_size) return 0;

  const tiles: Tile[] = [];
  const tree = treeBuilder(
    sha256,
    { size: head.tree_size, edge: await loadEdge(tx, organizationId, head.tree_size) },
    (level, index, hashes) => tiles.push({ level, index, hashes }),
  );
  await addTaken(tx, organizationId, tree, head.sequence);
  const numbered = await move(tx, keys, pending, tree);
  await hold(tx, organizationId, numbered.altered);
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
  return numbered.ids.length + numbered.altered.length;
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

/** Gives entries their numbers: one statement adds them as they were read, one takes them away. */
async function move(
  tx: Tx,
  keys: OrganizationKeys,
  pending: Buffer,
  tree: TreeBuilder,
): Promise<Numbered> {
  const numbered: Numbered = { ids: [], altered: [] };
  if (pending.length === NOTHING) return numbered;
  const rows = numberEntries(keys, pending, tree, numbered);
  await copyInPieces(tx, 'audit_sealed', NUMBERED_COLUMNS, rows);
  await sql`
    delete from audit_pending
    where organization_id = ${keys.organizationId}
      and id = any(${`{${numbered.ids.join(',')}}`}::uuid[])`.execute(tx);
  return numbered;
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
