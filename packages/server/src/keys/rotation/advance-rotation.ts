import { type Selectable, sql, type Updateable } from 'kysely';
import { type Database, inTransaction, type Tables, type Tx } from '../../database/index.ts';
import { allHaveHeard, nextGeneration } from '../custody.ts';
import { withoutFirstSeal } from '../data-key.ts';
import type { KeyStore } from '../key-store.ts';
import type { Keyring } from '../keyring.ts';
import type { OrganizationKeys } from '../organization-keys.ts';
import { countSealed, type Position, sealAnew } from './seal-anew.ts';
import { SEALED } from './sealed-columns.ts';

/** What was sealed and is not yet written when everybody has changed to the new key: seconds. */
const SETTLE = 60;

export interface RotationDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly store: KeyStore;
  readonly now: () => Date;
  /** In place of a minute, for tests. */
  readonly settleSeconds?: number;
  /** In the transaction that ends it. */
  readonly onFinished?: (tx: Tx, keys: OrganizationKeys, version: number) => Promise<void>;
}

/** `waits`: for others, who have to hear of it or to end what they began. */
export type Advanced = 'none' | 'busy' | 'waits' | 'advanced' | 'finished';

type Rotation = Selectable<Tables['key_rotations']>;

/**
 * Takes the rotation of an organization's sealing key one step further, in one transaction: whatever
 * ends the process, another goes on from there.
 *
 *     announced -> current -> sealing -> checking -> finished
 *
 * A pass that finds nothing to seal, and began after all that sealed with the old key had ended, is
 * the last, if a count of all says so too: then the old key is destroyed. A value that does not open is no reason to stop; it does
 * not open with the old key either, and is counted.
 */
export async function advanceRotation(
  deps: RotationDeps,
  organizationId: string,
): Promise<Advanced> {
  // opened before the transaction: it needs a connection of its own
  const keys = await deps.keyring.of(organizationId);
  return inTransaction(deps.database, async (tx) => {
    const rotation = await tx
      .selectFrom('key_rotations')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('state', '<>', 'finished')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (rotation === undefined) return (await isRunning(tx, organizationId)) ? 'busy' : 'none';
    switch (rotation.state) {
      case 'announced':
        return makeCurrent(tx, rotation, deps.now());
      case 'current':
        return beginSealing(tx, rotation, deps.now());
      default: {
        const at = (rotation.position ?? BEGINNING) as Position;
        const table = SEALED[at.table];
        if (table === undefined) return endPass(tx, rotation, keys, at.broken, deps);
        const done = await sealAnew(tx, keys, rotation.version, table, at.after);
        const next: Position = {
          table: done.after === null ? at.table + 1 : at.table,
          after: done.after,
          broken: at.broken + done.broken,
        };
        await set(tx, rotation, {
          position: JSON.stringify(next),
          found: rotation.found + done.values,
          done: rotation.done + done.values,
          ...(done.broken > 0 && { problem: BROKEN }),
        });
        return 'advanced';
      }
    }
  });
}

const BEGINNING: Position = { table: 0, after: null, broken: 0 };

const BROKEN =
  'Some values do not open with any key: they were damaged or altered before. They are left as they are.';

async function makeCurrent(tx: Tx, rotation: Rotation, now: Date): Promise<Advanced> {
  if (!(await allHaveHeard(tx, rotation.generation))) return 'waits';
  const { organization_id: id, version } = rotation;
  const seals = tx.updateTable('seal_keys').where('organization_id', '=', id);
  await seals.set({ state: 'old' }).where('state', '=', 'current').execute();
  await seals.set({ state: 'current' }).where('version', '=', version).execute();
  const generation = await nextGeneration(tx);
  await set(tx, rotation, { state: 'current', generation, current_at: now });
  return 'advanced';
}

async function beginSealing(tx: Tx, rotation: Rotation, now: Date): Promise<Advanced> {
  if (!(await allHaveHeard(tx, rotation.generation))) return 'waits';
  const total = await leftOf(tx, rotation);
  const { rows } = await sql<{ barrier: string }>`
    select pg_current_xact_id()::text as barrier`.execute(tx);
  const barrier = rows[0]?.barrier ?? null;
  await set(tx, rotation, { state: 'sealing', total, barrier, current_at: now });
  return 'advanced';
}

/** Values that are not sealed with the new key. */
async function leftOf(tx: Tx, { organization_id, version }: Rotation): Promise<number> {
  let left = 0;
  for (const table of SEALED) left += await countSealed(tx, organization_id, version, table);
  return left;
}

async function endPass(
  tx: Tx,
  rotation: Rotation,
  keys: OrganizationKeys,
  broken: number,
  deps: RotationDeps,
): Promise<Advanced> {
  const { settleSeconds = SETTLE, now, onFinished } = deps;
  const settled =
    rotation.current_at !== null &&
    now().getTime() - rotation.current_at.getTime() >= settleSeconds * 1_000;
  const last = rotation.state === 'checking' && rotation.found === 0;
  // a row that was passed over, since somebody held it, is not sealed anew yet
  if (last && (await leftOf(tx, rotation)) === broken) {
    await destroyOld(tx, deps.store, rotation.organization_id);
    await onFinished?.(tx, keys, rotation.version);
    await set(tx, rotation, { state: 'finished', position: null, finished_at: now() });
    return 'finished';
  }
  if (!settled || !(await barrierIsOver(tx, rotation))) return 'waits';
  await set(tx, rotation, { state: 'checking', position: null, found: 0 });
  return last ? 'waits' : 'advanced';
}

/** Whether every transaction has ended that had begun before all had changed to the new key. */
async function barrierIsOver(tx: Tx, { barrier }: Rotation): Promise<boolean> {
  const { rows } = await sql<{ over: boolean }>`
    select pg_snapshot_xmin(pg_current_snapshot()) > ${barrier}::xid8 as over`.execute(tx);
  return rows[0]?.over === true;
}

/**
 * The wrapped forms are deleted; the first version, which has none, by taking out of the data key what
 * it was made of. Processes forget them within seconds.
 */
async function destroyOld(tx: Tx, store: KeyStore, organizationId: string): Promise<void> {
  const gone = await tx
    .deleteFrom('seal_keys')
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'old')
    .returning('version')
    .execute();
  if (gone.some(({ version }) => version === 1)) {
    const { data_key_wrapped } = await tx
      .selectFrom('organizations')
      .select('data_key_wrapped')
      .where('id', '=', organizationId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const dataKey = await store.unwrap(data_key_wrapped, organizationId);
    const without = withoutFirstSeal(dataKey, organizationId);
    await tx
      .updateTable('organizations')
      .set({ data_key_wrapped: await store.wrap(without, organizationId) })
      .where('id', '=', organizationId)
      .execute();
  }
  await nextGeneration(tx);
}

async function set(
  tx: Tx,
  { organization_id, version }: Rotation,
  values: Updateable<Tables['key_rotations']>,
): Promise<void> {
  await tx
    .updateTable('key_rotations')
    .set(values)
    .where('organization_id', '=', organization_id)
    .where('version', '=', version)
    .execute();
}

async function isRunning(tx: Tx, organizationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('key_rotations')
    .select('version')
    .where('organization_id', '=', organizationId)
    .where('state', '<>', 'finished')
    .executeTakeFirst();
  return row !== undefined;
}
