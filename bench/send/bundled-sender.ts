import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PROCESS = 'sender-process';

/** The senders' process in one file, as the product starts it; answers the file's path. */
export function bundledSender(folder: string): string {
  const entry = at(`../../tests/support/sender/${PROCESS}.ts`);
  execFileSync(process.execPath, [at('../../scripts/bundle.mjs'), entry, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(folder, `${PROCESS}.js`);
}
