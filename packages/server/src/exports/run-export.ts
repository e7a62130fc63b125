import { v7 } from 'uuid';
import { loadDefinitions } from '../contacts/index.ts';
import { inTransaction, noRoomIn, type Tx } from '../database/index.ts';
import { SealBroken } from '../keys/index.ts';
import { compileQuestion } from '../segments/index.ts';
import { csvPieces } from './csv-pieces.ts';
import type { ExportDeps, ExportRef } from './deps.ts';
import { dropChunks } from './export-chunks.ts';
import { endRun, keepProgress, type Run } from './keep-progress.ts';

/** A piece of the file is sealed when it has so many bytes. */
const CHUNK_BYTES = 262_144;

/**
 * `interrupted`: the signal came; running again begins anew. `elsewhere`: another run has taken it over, it
 * was deleted, or it has ended.
 */
export type ExportOutcome = 'done' | 'failed' | 'interrupted' | 'elsewhere';

/**
 * Makes the file of an export: everybody in the segment at one moment, in sealed pieces of a quarter of a
 * megabyte, whatever the number of people. After a crash a new run begins anew, since the rest of a file
 * would tell of another moment than its beginning.
 *
 * Throws what the database throws; running it again is always safe.
 */
export async function runExport(
  deps: ExportDeps,
  { signal, ...ref }: ExportRef & { readonly signal: AbortSignal },
): Promise<ExportOutcome> {
  const run = await takeOver(deps, ref);
  if (run === null) return 'elsewhere';
  try {
    // what it reads is of one instant; what it writes is outside, to be seen while it goes on
    return await deps.database
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => writeFile(tx, deps, run, signal));
  } catch (error) {
    if (error instanceof SealBroken) return endRun(deps, run, ALTERED);
    const why = noRoomIn(error);
    if (why !== null) {
      return endRun(deps, run, `${why} No file was made; ask for it anew when there is room.`);
    }
    throw error;
  }
}

async function takeOver(
  { database }: ExportDeps,
  { organizationId, exportId }: ExportRef,
): Promise<Run | null> {
  const id = v7();
  return inTransaction(database, async (tx) => {
    const row = await tx
      .updateTable('exports')
      .set({ run_id: id, buckets_done: 0, rows: 0, bytes: 0, chunks: 0 })
      .where('organization_id', '=', organizationId)
      .where('id', '=', exportId)
      .where('state', '=', 'running')
      .returning(['tree', 'attributes', 'created_by'])
      .executeTakeFirst();
    if (row === undefined) return null;
    await dropChunks(tx, { organizationId, exportId });
    const { tree, attributes, created_by: createdBy } = row;
    return { id, organizationId, exportId, tree, attributes, createdBy };
  });
}

async function writeFile(
  tx: Tx,
  deps: ExportDeps,
  run: Run,
  signal: AbortSignal,
): Promise<ExportOutcome> {
  const keys = await deps.keyring.of(run.organizationId);
  const definitions = await loadDefinitions(tx, run.organizationId);
  const columns = run.attributes.flatMap((key) =>
    definitions.filter((one) => one.key === key && one.deletedAt === null),
  );
  if (columns.length < run.attributes.length) return endRun(deps, run, DELETED);
  const at = deps.now().toISOString();
  const question = { keys, tree: run.tree, today: at.slice(0, 10), at };
  const compiled = await compileQuestion(tx, question);
  if (compiled.kind === 'refused') return endRun(deps, run, compiled.problems[0]?.sentence ?? '');

  let held: Buffer[] = [];
  let waiting = 0;
  const made = { rows: 0, bytes: 0, chunks: 0, bucketsDone: 0 };
  /** Keeps what waits, where it is enough for a piece or the last; false: it is no more this run's. */
  const keep = async (last: boolean) => {
    const whole = last || waiting >= CHUNK_BYTES;
    const chunk = whole ? Buffer.concat(held) : Buffer.alloc(0);
    if (whole) held = [];
    if (whole) waiting = 0;
    made.bytes += chunk.length;
    return keepProgress(deps, run, made, chunk);
  };
  for await (const piece of csvPieces(tx, keys, compiled.segment, columns)) {
    if (signal.aborted) return 'interrupted';
    held.push(piece.bytes);
    waiting += piece.bytes.length;
    made.rows += piece.rows;
    made.bucketsDone = piece.bucketsDone ?? made.bucketsDone;
    if (waiting < CHUNK_BYTES && piece.bucketsDone === null) continue;
    if (!(await keep(false))) return 'elsewhere';
  }
  return (await keep(true)) ? endRun(deps, run, null) : 'elsewhere';
}

const ALTERED =
  'What is stored of somebody in this segment was altered in the database and does not open. No file was made; an administrator has to look into it.';
const DELETED = 'An attribute of this file was deleted before the file was made. Ask for it anew.';
