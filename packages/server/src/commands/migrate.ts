import type { Config } from '../config/index.ts';
import { openFoundation } from '../foundation.ts';

/** Opening the foundation migrates; this says so. */
export async function migrateDatabase(config: Config): Promise<void> {
  const foundation = await openFoundation(config, { beside: true, needsData: false });
  await foundation.close();
  process.stdout.write('The database has the newest schema.\n');
}
