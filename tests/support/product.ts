// The product itself, as `npm start` runs it, on a data directory that ends with it.
// Argument: the port of its pages.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './temporary-directory.ts';

const directory = temporaryDirectory('postern-e2e-');
const { DATABASE_URL: _, ...environment } = process.env;
const postern = join(import.meta.dirname, '../../packages/server/bin/postern.mjs');

const child = spawn(process.execPath, [postern, 'start'], {
  stdio: 'inherit',
  env: {
    ...environment,
    POSTERN_DATA: join(directory, 'data'),
    POSTERN_HOST: '127.0.0.1',
    POSTERN_PORT: process.argv[2],
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(code ?? 1);
});
