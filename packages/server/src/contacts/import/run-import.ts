import {
  type ColumnMapping,
  type CsvLine,
  type CsvRecord,
  mappingProblems,
} from '@postern/core/contacts';
import { loadDefinitions } from '../definitions.ts';
import { Carried, MOST_AHEAD } from './carried.ts';
import { readChunks } from './chunks.ts';
import type { ImportRef, RunDeps } from './deps.ts';
import type { Dialect } from './dialect.ts';
import { fileLines } from './file-lines.ts';
import { finishImport } from './finish-import.ts';
import { columnsContext, importRow } from './get-import.ts';
import type { Plan } from './plan.ts';
import { type Batch, prepareBatches } from './prepare-batches.ts';
import { recordReader } from './record-reader.ts';
import { waitForRoom } from './wait-for-room.ts';
import { writeBatch } from './write-batch.ts';

/**
 * Enough that pages and the index of tokens are touched by many at once: at a million people 4,000 take
 * PostgreSQL two thirds of the time of 2,000.
 */
const ROWS = 4_000;

export interface RunOptions extends ImportRef {
  readonly signal: AbortSignal;
  /** Rows in one transaction. */
  readonly batchRows?: number;
}

/**
 * `interrupted`: the signal came; running again goes on from the batch where it stopped.
 * `elsewhere`: another run of the same import is ahead of this one, which has left it to it, or the
 * import was paused or cancelled.
 */
export type RunOutcome = 'done' | 'failed' | 'interrupted' | 'elsewhere' | 'unknown';

/**
 * Imports a file: lines -> records -> changes -> contacts, a batch of rows at a time. Each batch
 * and the place behind it in the file are one transaction, so that after a crash at any moment a
 * new run goes on where the last batch ended: nobody is lost, nothing is counted twice. While the
 * database writes a batch the next is read.
 *
 * Throws what the database throws; running it again is always safe. Of a disk that is full it says so
 * at the import and waits for room.
 */
export async function runImport(deps: RunDeps, options: RunOptions): Promise<RunOutcome> {
  const { signal, batchRows = ROWS } = options;
  const ref = { organizationId: options.organizationId, importId: options.importId };
  const row = await importRow(deps.database, ref);
  if (row === null || row.state === 'uploaded') return 'unknown';
  if (row.state === 'done' || row.state === 'failed') return row.state;
  if (row.state !== 'running') return 'elsewhere';

  const keys = await deps.keyring.of(ref.organizationId);
  const headings = keys.openJson(row.columns_sealed, columnsContext(row.id)) as string[];
  const definitions = await loadDefinitions(deps.database, ref.organizationId);
  const mapping = row.mapping as ColumnMapping;
  const plan: Plan = { ref, keys, definitions, mapping, addresses: row.addresses };
  // an attribute may have been deleted since the start
  const [problem] = mappingProblems(mapping, headings.length, definitions);
  if (problem !== undefined) return finishImport(deps, plan, row.bytes_done, problem);

  const dialect = row.dialect as Dialect;
  const from = { start: row.bytes_done, first: row.lines_done + 1, lineEnd: dialect.lineEnd };
  const pieces = readChunks(deps.database, keys, ref.importId, from.start);
  const records = recordsOf(fileLines(pieces, from), dialect, headings);
  const place = { from: from.start, nextLine: from.first };
  let carried: Carried | null = null;
  const batches = prepareBatches(records, plan, place, batchRows, ({ attributes }, before) => {
    // a number that was marked is in no index by which it could be known
    if (carried === null || row.number_marks > 0) return null;
    return carried.newcomers(plan, attributes, before);
  });
  let end = from.start;
  let again = false;
  const coming: ReturnType<typeof batches.next>[] = [];
  const ask = () => {
    const one = batches.next();
    // heard when it is waited for
    one.catch(() => {});
    coming.push(one);
  };
  try {
    for (;;) {
      if (coming.length === 0) ask();
      const next = await coming.shift();
      if (next === undefined || next.done) break;
      const batch: Batch = next.value;
      // of those who are not new a batch takes much more to be held
      const ahead = batch.changes.length * 2 < batch.rows ? MOST_AHEAD : 0;
      while (coming.length < ahead) ask();
      const carry = (carried ??= carriedFor(batch, row.bytes));
      if (signal.aborted) return 'interrupted';
      const write = () => writeBatch(deps, plan, batch, carry);
      const written = await waitForRoom(deps, ref, write, signal);
      if (written === null) return 'interrupted';
      if (written === 'elsewhere') return 'elsewhere';
      if (written === 'again') {
        again = true;
        break;
      }
      end = batch.end;
    }
  } finally {
    for (const one of coming) await one.catch(() => {});
    await batches.return(undefined);
    await carried?.close();
  }
  if (again) return runImport(deps, options);
  return signal.aborted ? 'interrupted' : finishImport(deps, plan, end, null);
}

/** The rows of the whole file are told from those of its first batch, with some to spare. */
function carriedFor({ from, end, rows }: Batch, bytes: number): Carried {
  const expected = Math.ceil(((bytes - from) / Math.max(1, end - from)) * rows * 1.02);
  return new Carried(expected);
}

/** Each is made when it is asked for: a thousand that wait with their fields are a megabyte. */
async function* recordsOf(
  pieces: ReturnType<typeof fileLines>,
  dialect: Dialect,
  headings: readonly string[],
): AsyncGenerator<Iterable<CsvRecord>> {
  const reader = recordReader(dialect, headings);
  const recordsIn = function* (lines: Iterable<CsvLine>) {
    for (const line of lines) yield* reader.push(line);
  };
  for await (const lines of pieces) yield recordsIn(lines);
  yield reader.finish();
}
