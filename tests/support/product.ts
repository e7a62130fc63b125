// The product itself, as `npm start` runs it, on a data directory that ends with it. Port and
// directory come from playwright.config.ts.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const {
  POSTERN_E2E_PORT: port,
  POSTERN_E2E_DATA: data,
  POSTERN_E2E_RETURNS: returns,
  POSTERN_E2E_DNS: dns,
  ...environment
} = process.env;
if (port === undefined || data === undefined) throw new Error('Run this by "npm run e2e".');
// Root's database runs as another user, who has to pass.
mkdirSync(dirname(data), { mode: 0o711 });
const postern = join(import.meta.dirname, '../../packages/server/bin/postern.mjs');

const child = spawn(process.execPath, [postern, 'start'], {
  stdio: 'inherit',
  // A group of its own: Playwright signals ours, and what we pass on would be its second signal.
  detached: true,
  env: {
    ...environment,
    DATABASE_URL: '',
    POSTERN_DATA: data,
    POSTERN_HOST: '127.0.0.1',
    POSTERN_PORT: port,
    ...(returns && { POSTERN_RETURNS_PORT: returns }),
    ...(dns && { POSTERN_RESOLVER: `127.0.0.1:${dns}` }),
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  rmSync(dirname(data), { recursive: true, force: true });
  process.exit(code ?? 1);
});
