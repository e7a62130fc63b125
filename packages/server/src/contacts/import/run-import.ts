import {
  type ColumnMapping,
  type CsvRecord,
  csvReader,
  mappingProblems,
} from '@postern/core/contacts';
import { loadDefinitions } from '../definitions.ts';
import { readChunks } from './chunks.ts';
import type { ImportRef, RunDeps } from './deps.ts';
import type { Dialect } from './dialect.ts';
import { fileLines } from './file-lines.ts';
import { finishImport } from './finish-import.ts';
import { columnsContext, importRow } from './get-import.ts';
import type { Plan } from './plan.ts';
import { writeBatch } from './write-batch.ts';

const BATCH_ROWS = 500;
const BATCH_BYTES = 4_194_304;

export interface RunOptions extends ImportRef {
  readonly signal: AbortSignal;
  /** Rows in one transaction. */
  readonly batchRows?: number;
}

/**
 * `interrupted`: the signal came; running again goes on from the batch where it stopped.
 * `elsewhere`: another run of the same import is ahead of this one, which has left it to it.
 */
export type RunOutcome = 'done' | 'failed' | 'interrupted' | 'elsewhere' | 'unknown';

/**
 * Imports a file: lines -> records -> changes -> contacts, a batch of rows at a time. Each batch
 * and the place behind it in the file are one transaction, so that after a crash at any moment a
 * new run goes on where the last batch ended: nobody is lost, nothing is counted twice.
 *
 * Throws what the database throws; running it again is always safe.
 */
export async function runImport(deps: RunDeps, options: RunOptions): Promise<RunOutcome> {
  const { signal, batchRows = BATCH_ROWS } = options;
  const ref = { organizationId: options.organizationId, importId: options.importId };
  const row = await importRow(deps.database, ref);
  if (row === null || row.state === 'uploaded') return 'unknown';
  if (row.state === 'done' || row.state === 'failed') return row.state;

  const keys = await deps.keyring.of(ref.organizationId);
  const headings = keys.openJson(row.columns_sealed, columnsContext(row.id)) as string[];
  const definitions = await loadDefinitions(deps.database, ref.organizationId);
  const mapping = row.mapping as ColumnMapping;
  const plan: Plan = { ref, keys, definitions, mapping };
  // an attribute may have been deleted since the start
  const [problem] = mappingProblems(mapping, headings.length, definitions);
  if (problem !== undefined) return finishImport(deps, plan, row.bytes_done, problem);

  const dialect = row.dialect as Dialect;
  const from = { start: row.bytes_done, first: row.lines_done + 1, lineEnd: dialect.lineEnd };
  const pieces = readChunks(deps.database, keys, ref.importId, from.start);
  let place = { from: from.start, end: from.start, nextLine: from.first };
  let records: CsvRecord[] = [];
  const write = async () => {
    if (records.length > 0 && !(await writeBatch(deps, plan, { ...place, records }))) return false;
    place = { ...place, from: place.end };
    records = [];
    return true;
  };
  for await (const some of recordsOf(fileLines(pieces, from), dialect, headings.length)) {
    for (const record of some) {
      records.push(record);
      place = { ...place, end: record.end, nextLine: record.nextLine };
      if (records.length < batchRows && place.end - place.from < BATCH_BYTES) continue;
      if (signal.aborted) return 'interrupted';
      if (!(await write())) return 'elsewhere';
    }
  }
  if (signal.aborted) return 'interrupted';
  if (!(await write())) return 'elsewhere';
  return finishImport(deps, plan, place.end, null);
}

async function* recordsOf(
  lines: AsyncIterable<Parameters<ReturnType<typeof csvReader>['push']>[0][]>,
  { delimiter }: Dialect,
  columns: number,
): AsyncGenerator<CsvRecord[]> {
  const reader = csvReader(delimiter, columns);
  for await (const some of lines) yield some.flatMap((line) => reader.push(line));
  yield reader.finish();
}
