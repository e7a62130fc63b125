import type { Config } from '../config/index.ts';
import { recordKept } from '../consent/index.ts';
import { runImport } from '../contacts/index.ts';
import type { ImportBrief } from './import-task.ts';
import { underStart } from './under-start.ts';

/** The process of one import. Ends with status 0 when there is nothing more to do. */
export async function importer(config: Config): Promise<void> {
  const alone = 'An import’s process is run by “start”; see “postern contacts import”.';
  const { brief, stop, log, close, ...deps } = await underStart<ImportBrief>(config, { alone });
  try {
    const options = { ...brief.ref, signal: stop };
    const outcome = await runImport({ ...deps, onNewKeys: recordKept }, options);
    if (outcome === 'interrupted') process.exitCode = 1;
  } catch (error) {
    log.error({ task: 'import', error }, 'A job failed');
    process.exitCode = 1;
  } finally {
    await close();
  }
}
