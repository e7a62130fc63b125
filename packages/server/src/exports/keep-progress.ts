import { appendAudit } from '../audit/index.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import type { ExportDeps, ExportRef } from './deps.ts';
import { dropChunks, keepChunk } from './export-chunks.ts';

/** A file is there to be fetched for so long, and then goes. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** One try to make the file of an export. */
export interface Run extends ExportRef {
  readonly id: string;
  readonly tree: unknown;
  readonly attributes: readonly string[];
  readonly createdBy: string;
}

interface Made {
  readonly rows: number;
  readonly bytes: number;
  /** Of those before this one. */
  chunks: number;
  readonly bucketsDone: number;
}

/** Keeps the next piece, if there is one, and how far it is; false: it is not this run's to write now. */
export async function keepProgress(
  { database, keyring, room }: ExportDeps,
  run: Run,
  made: Made,
  chunk: Buffer,
): Promise<boolean> {
  await room?.();
  // asked each time: the key that seals may change meanwhile
  const keys = await keyring.of(run.organizationId);
  return inTransaction(database, async (tx) => {
    const ordinal = made.chunks;
    if (chunk.length > 0) made.chunks++;
    const { rows, bytes, chunks, bucketsDone: buckets_done } = made;
    const mine = await ofRun(tx, run)
      .set({ rows, bytes, chunks, buckets_done })
      .returning('id')
      .executeTakeFirst();
    if (mine === undefined) return false;
    if (chunk.length > 0) await keepChunk(tx, keys, run.exportId, ordinal, chunk);
    return true;
  });
}

/** Ends a run: the file is there, or there is none, for the reason in `problem`. */
export async function endRun(
  { database, keyring, now }: ExportDeps,
  run: Run,
  problem: string | null,
): Promise<'done' | 'failed' | 'elsewhere'> {
  const keys = await keyring.of(run.organizationId);
  const at = now();
  const state = problem === null ? 'done' : 'failed';
  const expires_at = problem === null ? new Date(at.getTime() + KEPT_MS) : null;
  return inTransaction(database, async (tx) => {
    const ended = await ofRun(tx, run)
      .set({ state, problem, run_id: null, finished_at: at, expires_at })
      .returning(['rows', 'segment_id'])
      .executeTakeFirst();
    if (ended === undefined) return 'elsewhere';
    const { rows, segment_id: segmentId } = ended;
    if (problem !== null) await dropChunks(tx, run);
    await appendAudit(
      tx,
      keys,
      {
        actor: run.createdBy,
        action: problem === null ? 'export.made' : 'export.failed',
        subject: { exportId: run.exportId, segmentId, rows: problem === null ? rows : 0 },
      },
      at,
    );
    return state;
  });
}

const ofRun = (tx: Tx, { organizationId, exportId, id }: Run) =>
  tx
    .updateTable('exports')
    .where('organization_id', '=', organizationId)
    .where('id', '=', exportId)
    .where('state', '=', 'running')
    .where('run_id', '=', id);
