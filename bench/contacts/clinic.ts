import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ColumnMapping } from '../../packages/core/src/contacts/index.ts';
import {
  CHILD_ARGUMENTS,
  importerEnvironment,
} from '../../packages/server/src/commands/children.ts';
import { startEmbedded } from '../../packages/server/src/database/embedded/start-embedded.ts';
import { migrate } from '../../packages/server/src/database/index.ts';
import { type SendingWorld, sendingWorld } from '../../tests/support/sending-world.ts';
import { temporaryDirectory } from '../../tests/support/temporary-directory.ts';
import type { ImportFigures } from './import.ts';
import { defineTraits } from './import-file.ts';

/** A health system on a database of its own. */
export interface Clinic {
  readonly world: SendingWorld;
  readonly directory: string;
  readonly mapping: ColumnMapping;
  /** Imports a file in a process of its own. */
  importFile(path: string): Promise<ImportFigures>;
  /** Nobody is on file any more. */
  forgetEverybody(): Promise<void>;
  /** The pages and the API, in a process of their own, on this database. */
  serve(): Promise<{ readonly base: string; mostMb(): number; end(): Promise<void> }>;
  close(): Promise<void>;
}

const REPOSITORY = join(import.meta.dirname, '../..');
const POSTERN = join(REPOSITORY, 'packages/server/bin/postern.mjs');
const IMPORTER = join(import.meta.dirname, 'import-process.ts');

/** What the process that imports is told. */
export interface ImportOrder {
  readonly url: string;
  readonly keyFile: string;
  readonly organizationId: string;
  readonly path: string;
  readonly mapping: ColumnMapping;
}

export async function openClinic(): Promise<Clinic> {
  bundleMain();
  const directory = temporaryDirectory('postern-bench-');
  const postgres = await startEmbedded({ directory: join(directory, 'postgres') });
  await migrate(postgres.url);
  const world = await sendingWorld(postgres.url);
  const { url, keyFile, organizationId, pool } = world;
  const mapping = await defineTraits(world.database, organizationId);
  return {
    world,
    directory,
    mapping,
    async importFile(path) {
      const child = fork(IMPORTER, [], {
        execArgv: CHILD_ARGUMENTS,
        env: importerEnvironment(join(directory, 'code')),
      });
      child.send({ url, keyFile, organizationId, path, mapping } satisfies ImportOrder);
      const [figures] = (await once(child, 'message')) as [ImportFigures];
      await once(child, 'exit');
      return figures;
    },
    async forgetEverybody() {
      await pool.query(
        'truncate contacts, contact_keys, contact_pages, attribute_values, imports, import_chunks, import_rejects',
      );
    },
    serve: () => serve(url, keyFile, join(directory, 'data')),
    async close() {
      await world.close();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** As set-up does, so that what is measured is what is run. */
function bundleMain(): void {
  const server = join(REPOSITORY, 'packages/server');
  const [entry, folder] = [join(server, 'src/main.ts'), join(server, 'dist/main')];
  execFileSync(process.execPath, [join(REPOSITORY, 'scripts/bundle.mjs'), entry, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function serve(url: string, keyFile: string, data: string) {
  mkdirSync(data, { recursive: true });
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [POSTERN, 'start'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      npm_lifecycle_event: undefined,
      DATABASE_URL: url,
      POSTERN_DATA: data,
      POSTERN_KEY_FILE: keyFile,
      POSTERN_PORT: String(port),
      POSTERN_ROLE: 'web',
      POSTERN_DEMO: 'no',
    },
  });
  const base = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${base}/api/openapi.json`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error('The product ended by itself.');
    await sleep(100);
  }
  return {
    base,
    mostMb: () => mostMbOf(child.pid),
    async end() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** The most that a process has held, as Linux tells it. */
function mostMbOf(pid: number | undefined): number {
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round((Number(kilobytes) * 1024) / 1e6);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
