import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { migrationNames } from '../../packages/server/src/database/index.ts';
import { emptyDatabase } from '../support/database.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const run = promisify(execFile);
const REPOSITORY = join(import.meta.dirname, '../..');
const SERVER = join(REPOSITORY, 'packages/server');

it('puts the product into one file that finds packages, and what lies beside its modules', async () => {
  mkdirSync(join(SERVER, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(SERVER, 'dist/test-'));
  const scratch = await emptyDatabase();
  try {
    const bundle = join(REPOSITORY, 'scripts/bundle.mjs');
    await run(process.execPath, [bundle, join(SERVER, 'src/main.ts'), folder]);
    const env = { ...process.env, DATABASE_URL: scratch.url };
    await run(process.execPath, [join(folder, 'main.js'), 'migrate'], { env });
    const { rows } = await scratch.pool.query('select name from kysely_migration order by name');
    expect(rows.map(({ name }) => name)).toEqual(await migrationNames());
  } finally {
    rmSync(folder, { recursive: true });
    await scratch.drop();
  }
});

it('runs that file unless a source is newer, or it is missing', async () => {
  const place = temporaryDirectory('postern-bundled-');
  try {
    const [source, bundle] = [
      join(place, 'packages/server/src'),
      join(place, 'packages/server/dist/main'),
    ];
    for (const folder of [
      source,
      bundle,
      join(place, 'packages/core/src'),
      join(place, 'packages/server/bin'),
    ]) {
      mkdirSync(folder, { recursive: true });
    }
    const copy = join(place, 'packages/server/bin/bundled.mjs');
    copyFileSync(join(SERVER, 'bin/bundled.mjs'), copy);
    const { bundled } = (await import(copy)) as { bundled: (name: string) => string };
    writeFileSync(join(source, 'main.ts'), '');
    expect(bundled('main')).toBe(join(source, 'main.ts'));
    writeFileSync(join(bundle, 'main.js'), '');
    utimesSync(join(source, 'main.ts'), 100, 100);
    expect(bundled('main')).toBe(join(bundle, 'main.js'));
    utimesSync(join(bundle, 'main.js'), 99, 99);
    expect(bundled('main')).toBe(join(source, 'main.ts'));
  } finally {
    rmSync(place, { recursive: true });
  }
});
