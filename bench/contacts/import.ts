import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { ColumnMapping } from '../../packages/core/src/contacts/index.ts';
import {
  getImport,
  type RunDeps,
  runImport,
  startImport,
  uploadImport,
} from '../../packages/server/src/contacts/index.ts';

/** What an import of a file took. */
export interface ImportFigures {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Until the file is in the database, sealed. */
  readonly uploadSeconds: number;
  /** From its start to its end. */
  readonly importSeconds: number;
  readonly importPerSecond: number;
  /** The most that the process held at any moment of it. */
  readonly rssMb: number;
  /** What this process worked, on all its threads. */
  readonly cpuSeconds: number;
}

/** Imports a file as the product does: uploaded, mapped, run. */
export async function measureImport(
  deps: RunDeps,
  organizationId: string,
  path: string,
  mapping: ColumnMapping,
): Promise<ImportFigures> {
  const rss = watchMemory();
  const begun = performance.now();
  const uploaded = await uploadImport(deps, {
    organizationId,
    userId: null,
    fileName: 'population.csv',
    source: createReadStream(path, { highWaterMark: 262_144 }),
  });
  if (uploaded.kind === 'refused') throw new Error(uploaded.problem);
  const { importId } = uploaded;
  const ref = { organizationId, importId };
  const ready = performance.now();
  const worked = process.cpuUsage();
  const started = await startImport(
    deps,
    ref,
    { userId: null, mapping, source: 'own_records' },
    new Date(),
  );
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const outcome = await runImport(deps, { ...ref, signal: new AbortController().signal });
  const importSeconds = (performance.now() - ready) / 1_000;
  const { user, system } = process.cpuUsage(worked);
  const keys = await deps.keyring.of(organizationId);
  const done = await getImport(deps.database, keys, importId);
  if (outcome !== 'done' || done === null) throw new Error(`The import ended as ${outcome}.`);
  const { rowsDone: rows, created, updated, unchanged, rejected } = done;
  return {
    rows,
    created,
    updated,
    unchanged,
    rejected,
    uploadSeconds: (ready - begun) / 1_000,
    importSeconds,
    importPerSecond: Math.round(rows / importSeconds),
    rssMb: rss.end(),
    cpuSeconds: (user + system) / 1e6,
  };
}

function watchMemory(): { end(): number } {
  let most = process.memoryUsage.rss();
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  return {
    end() {
      clearInterval(timer);
      return Math.round(Math.max(most, process.memoryUsage.rss()) / 1e6);
    },
  };
}
