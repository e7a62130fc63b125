import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import type { InstalledKeyStore } from './key-store.ts';

export interface Rewrapped {
  readonly keys: number;
}

/** Any number that nobody else locks. */
const LOCK = 4_460_019;

/**
 * Wraps the keys of every organization anew: by the store's newest key, or by the store that the keys
 * are moved to. Nobody waits: opened keys stay open, and the store unwraps by old and new until it is
 * over. Each key is committed alone; after a crash it is run again, and begins again. Two at once take
 * turns.
 */
export async function rewrapKeys(
  database: Database,
  store: InstalledKeyStore,
  report: (done: number, of: number) => void = () => {},
): Promise<Rewrapped> {
  return database.connection().execute(async (db) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(db);
    try {
      await db.updateTable('key_custody').set({ rewrap_started_at: new Date() }).execute();
      await store.beginRenewal();
      let keys = 0;
      // an organization that was made meanwhile is found by another look
      for (let missed = await toWrap(db, store, true); missed.length > 0; ) {
        for (const [place, { organizationId, version, wrapped }] of missed.entries()) {
          const key = await store.unwrap(wrapped, organizationId);
          await put(db, organizationId, version, wrapped, await store.wrap(key, organizationId));
          keys += 1;
          report(place + 1, missed.length);
        }
        missed = await toWrap(db, store, false);
      }
      await store.endRenewal();
      const done = { rewrap_started_at: null, rewrapped_at: new Date() };
      await db.updateTable('key_custody').set(done).execute();
      return { keys };
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(db);
    }
  });
}

/** How many keys are wrapped by another key than the newest. */
export async function wrappedByOlder(db: Database, store: InstalledKeyStore): Promise<number> {
  return (await toWrap(db, store, false)).length;
}

interface Wrapped {
  readonly organizationId: string;
  /** Null: the data key. */
  readonly version: number | null;
  readonly wrapped: Buffer;
}

async function toWrap(
  db: Database,
  store: InstalledKeyStore,
  all: boolean,
): Promise<readonly Wrapped[]> {
  const { rows } = await sql<Wrapped>`
    select id as "organizationId", null::smallint as version, data_key_wrapped as wrapped
    from organizations where data_key_wrapped <> ''
    union all
    select organization_id, version, wrapped from seal_keys where wrapped is not null
    order by 1, 2`.execute(db);
  if (all) return rows;
  const current = await Promise.all(rows.map(({ wrapped }) => store.isCurrent(wrapped)));
  return rows.filter((_, place) => current[place] === false);
}

/** Unless it was changed, or destroyed, meanwhile. */
async function put(
  db: Database,
  organizationId: string,
  version: number | null,
  before: Buffer,
  after: Buffer,
): Promise<void> {
  if (version === null) {
    await db
      .updateTable('organizations')
      .set({ data_key_wrapped: after })
      .where('id', '=', organizationId)
      .where('data_key_wrapped', '=', before)
      .execute();
  } else {
    await db
      .updateTable('seal_keys')
      .set({ wrapped: after })
      .where('organization_id', '=', organizationId)
      .where('version', '=', version)
      .where('wrapped', '=', before)
      .execute();
  }
}
