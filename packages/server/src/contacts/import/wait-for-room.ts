import { setTimeout as sleep } from 'node:timers/promises';
import { noRoomIn } from '../../database/index.ts';
import type { ImportRef, RunDeps } from './deps.ts';

const EVERY_MS = 2_000;
const LOGGED = 'An import waits: the disk of the database has too little room';
const GOES_ON = 'The import goes on by itself when there is room.';

/**
 * Does a piece of work of an import again and again until the disk has room for it, and says at the
 * import that it waits. Null when the signal came meanwhile.
 */
export async function waitForRoom<Result>(
  { database, log }: RunDeps,
  { organizationId, importId }: ImportRef,
  work: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result | null> {
  for (;;) {
    let waiting: string;
    try {
      return await work();
    } catch (error) {
      const why = noRoomIn(error);
      if (why === null) throw error;
      log?.warn({ organizationId, importId, error }, LOGGED);
      waiting = `${why} ${GOES_ON}`;
    }
    if (signal.aborted) return null;
    await database
      .updateTable('imports')
      .set({ waiting })
      .where('organization_id', '=', organizationId)
      .where('id', '=', importId)
      .execute()
      // there may be no room to say it
      .catch(() => {});
    await sleep(EVERY_MS, null, { signal }).catch(() => {});
    if (signal.aborted) return null;
  }
}
