import { type ColumnMapping, type CsvRecord, mappingProblems } from '@postern/core/contacts';
import type { OrganizationKeys } from '../../keys/index.ts';
import { idsByKey } from '../contact-keys.ts';
import { loadDefinitions } from '../definitions.ts';
import { Carried } from './carried.ts';
import { readChunks } from './chunks.ts';
import type { ImportRef, RunDeps } from './deps.ts';
import type { Dialect } from './dialect.ts';
import { fileLines } from './file-lines.ts';
import { finishImport } from './finish-import.ts';
import { columnsContext, importRow } from './get-import.ts';
import type { Plan } from './plan.ts';
import { type Batch, prepareBatches } from './prepare-batches.ts';
import type { PreparedRow } from './prepared-row.ts';
import { recordReader } from './record-reader.ts';
import { waitForRoom } from './wait-for-room.ts';
import { writeBatch } from './write-batch.ts';

/** New people fill pages of their own: as many as two hold, so that memory stays small. */
const NEW_ROWS = 2_000;
/** Those on file are in all pages, and each page that is touched is written anew. */
const KNOWN_ROWS = 12_000;
const SAMPLE = 100;

export interface RunOptions extends ImportRef {
  readonly signal: AbortSignal;
  /** Rows in one transaction; without it, as it is best for who is in the file. */
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
  const { signal, batchRows } = options;
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
  let atOnce = batchRows ?? null;
  const rowsFor = async (changes: readonly PreparedRow[]) =>
    (atOnce ??= (await mostlyOnFile(deps, keys, changes)) ? KNOWN_ROWS : NEW_ROWS);
  let carried: Carried | null = null;
  const batches = prepareBatches(
    records,
    plan,
    place,
    (changes) => {
      if (atOnce !== null) return atOnce;
      return changes.length < SAMPLE ? NEW_ROWS : rowsFor(changes);
    },
    ({ attributes }, before) => {
      // a number that was marked is in no index by which it could be known
      if (carried === null || row.number_marks > 0) return null;
      return carried.newcomers(plan, attributes, before);
    },
  );
  let end = from.start;
  let again = false;
  let coming = batches.next();
  try {
    for (let next = await coming; !next.done; next = await coming) {
      const batch: Batch = next.value;
      coming = batches.next();
      // heard when it is waited for
      coming.catch(() => {});
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
      atOnce = batchRows ?? (written.created * 2 < batch.rows ? KNOWN_ROWS : NEW_ROWS);
      end = batch.end;
    }
  } finally {
    await coming.catch(() => {});
    await batches.return(undefined);
  }
  if (again) return runImport(deps, options);
  return signal.aborted ? 'interrupted' : finishImport(deps, plan, end, null);
}

/** Who comes first in a file tells who is in it. */
async function mostlyOnFile(
  { database }: RunDeps,
  { organizationId }: OrganizationKeys,
  changes: readonly PreparedRow[],
): Promise<boolean> {
  const asked = changes.flatMap(({ email, number }) => number ?? email ?? []);
  return (await idsByKey(database, organizationId, asked)).size * 2 > asked.length;
}

/** The rows of the whole file are told from those of its first batch, with some to spare. */
function carriedFor({ from, end, rows }: Batch, bytes: number): Carried {
  const expected = Math.ceil(((bytes - from) / Math.max(1, end - from)) * rows * 1.02);
  return new Carried(expected);
}

async function* recordsOf(
  lines: ReturnType<typeof fileLines>,
  dialect: Dialect,
  headings: readonly string[],
): AsyncGenerator<CsvRecord[]> {
  const reader = recordReader(dialect, headings);
  for await (const some of lines) {
    const records: CsvRecord[] = [];
    for (const line of some) for (const record of reader.push(line)) records.push(record);
    yield records;
  }
  yield reader.finish();
}
