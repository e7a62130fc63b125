import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';

export interface Device {
  readonly id: string;
  readonly browser: string;
  readonly firstSeenAt: Date;
}

/** Whether this user signed in with this browser before. */
export async function isKnownDevice(
  database: Database,
  userId: string,
  deviceHash: Buffer,
): Promise<boolean> {
  const row = await database
    .selectFrom('devices')
    .select('id')
    .where('user_id', '=', userId)
    .where('device_hash', '=', deviceHash)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes a sign-in with a browser; `new` when its user had others, and never this one. */
export async function noteDevice(
  tx: Tx,
  userId: string,
  deviceHash: Buffer,
  browser: string,
  now: Date,
): Promise<'known' | 'first' | 'new'> {
  const seen = await tx
    .updateTable('devices')
    .set({ last_seen_at: now, browser })
    .where('user_id', '=', userId)
    .where('device_hash', '=', deviceHash)
    .executeTakeFirst();
  if (seen.numUpdatedRows > 0n) return 'known';
  const other = await tx
    .selectFrom('devices')
    .select('id')
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst();
  await tx
    .insertInto('devices')
    .values({
      user_id: userId,
      device_hash: deviceHash,
      id: v7(),
      browser,
      first_seen_at: now,
      last_seen_at: now,
      acknowledged_at: other ? null : now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return other ? 'new' : 'first';
}

/** New browsers that their user has not yet said to be theirs, but for the one that asks. */
export async function newDevices(
  database: Database,
  userId: string,
  here: Buffer | null,
): Promise<readonly Device[]> {
  const rows = await database
    .selectFrom('devices')
    .select(['id', 'browser', 'first_seen_at'])
    .where('user_id', '=', userId)
    .where('acknowledged_at', 'is', null)
    .$if(here !== null, (query) => query.where('device_hash', '<>', here ?? Buffer.alloc(0)))
    .orderBy('first_seen_at', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({ id: row.id, browser: row.browser, firstSeenAt: row.first_seen_at }));
}

/** Its user says that it was them. */
export async function acknowledgeDevice(
  tx: Tx,
  userId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const done = await tx
    .updateTable('devices')
    .set({ acknowledged_at: now })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('acknowledged_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
