import { setImmediate as breathe } from 'node:timers/promises';
import { type CsvRecord, type RowReader, rowReader } from '@postern/core/contacts';
import type { LookupKind } from '../../keys/index.ts';
import { lookupKey } from '../contact-keys.ts';
import type { Newcomer, Newcomers } from '../newcomers/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { ReadCell, type ReadCells } from '../read-cell.ts';
import { type AddressDoubt, doubtOf } from './address-doubts.ts';
import { MOST_AHEAD } from './carried.ts';
import type { Plan } from './plan.ts';
import { PreparedRow } from './prepared-row.ts';
import type { ReportedRow } from './report-pages.ts';

/** Rows of a file from byte `from` to byte `end`, behind which line `nextLine` begins. */
export interface Batch {
  readonly from: number;
  readonly end: number;
  readonly nextLine: number;
  readonly rows: number;
  /** Those of whom nothing is on file; null where nobody's is known. */
  readonly newcomers: Newcomers | null;
  readonly changes: readonly PreparedRow[];
  /** Rows that could not be read. */
  readonly rejects: readonly ReportedRow[];
  /** Newcomers' rows whose address is doubtful. */
  readonly doubts: readonly DoubtfulRow[];
}

export interface DoubtfulRow extends Pick<ReportedRow, 'line' | 'fields'> {
  readonly doubt: AddressDoubt;
}

const MOST_BYTES = 8_388_608;
/** Of those who are not new what is on file is held too: batches of 10,000 took 460 MB. */
const MOST_KNOWN = 3_000;
/**
 * A millisecond and a half of reading: what waits in the process has its turn in between, first of all the
 * answers of PostgreSQL to the batch before. With 64 an import took a twentieth longer.
 */
const ROWS_AT_ONCE = 32;

/**
 * Cuts records into batches and does all that can be done without the database: reading values, and
 * making the keyed hashes by which contacts are found. A caller that asks for the next batch before it
 * writes one has this done while PostgreSQL works.
 */
export async function* prepareBatches(
  records: AsyncIterable<Iterable<CsvRecord>>,
  plan: Plan,
  place: { readonly from: number; readonly nextLine: number },
  mostRows: number,
  newcomersAfter: (reader: Reader, before: readonly PreparedRow[]) => Newcomers | null,
): AsyncGenerator<Batch> {
  const reader = rowReader(
    plan.mapping,
    plan.definitions,
    (definition, value) => new ReadCell(definition, value),
  );
  let from = place.from;
  let batch = emptyBatch(newcomersAfter(reader, []));
  /** Those that may not be written yet. */
  let before: (readonly PreparedRow[])[] = [];
  const columns = columnsOf(reader);
  for await (const some of records) {
    let group: CsvRecord[] = [];
    for (const record of some) {
      group.push(record);
      const full =
        batch.rows + group.length >= mostRows ||
        batch.changes.length + group.length >= MOST_KNOWN ||
        record.end - from >= MOST_BYTES;
      if (group.length < ROWS_AT_ONCE && !full) continue;
      add(batch, group, plan, reader, columns);
      group = [];
      await breathe();
      if (!full) continue;
      batch.newcomers?.finish();
      yield { ...batch, from };
      from = record.end;
      before = [...before, batch.changes].slice(-MOST_AHEAD);
      batch = emptyBatch(newcomersAfter(reader, before.flat()));
    }
    add(batch, group, plan, reader, columns);
  }
  batch.newcomers?.finish();
  if (batch.rows > 0) yield { ...batch, from };
}

type Reader = RowReader<ReadCell, NumberedDefinition>;

const emptyBatch = (newcomers: Newcomers | null) => ({
  rows: 0,
  newcomers,
  changes: [] as PreparedRow[],
  rejects: [] as ReportedRow[],
  doubts: [] as DoubtfulRow[],
  end: 0,
  nextLine: 0,
});

/** Where the attributes stand that say whom a row is about. */
interface Columns {
  readonly email: number;
  readonly number: number;
}

function columnsOf({ attributes }: Reader): Columns {
  const columnOf = (wanted: string) => attributes.findIndex(({ key }) => key === wanted);
  return { email: columnOf('email'), number: columnOf('record_number') };
}

/**
 * One step of all rows after the other, not all steps of one row after the other: a step finds its code
 * and its tables in the processor's caches then, which is a fifth of the time of reading.
 */
function add(
  batch: ReturnType<typeof emptyBatch>,
  records: readonly CsvRecord[],
  plan: Plan,
  reader: Reader,
  columns: Columns,
): void {
  const last = records.at(-1);
  if (last === undefined) return;
  batch.rows += records.length;
  batch.end = last.end;
  batch.nextLine = last.nextLine;
  const rows: ReadRow[] = [];
  for (const record of records) {
    const row = readRow(record, plan, reader, columns);
    if ('reason' in row) batch.rejects.push(row);
    else rows.push(row);
  }
  const tokens = (kind: LookupKind, column: number) =>
    rows.map(({ cells }) => {
      const value = cells[column]?.value;
      return typeof value === 'string' ? plan.keys.lookupText(kind, value) : null;
    });
  const emails = tokens('email', columns.email);
  const numbers = tokens('record_number', columns.number);
  const came: Newcomer[] = [];
  for (let at = 0; at < rows.length; at++) {
    const { record, cells, doubt } = rows[at] as ReadRow;
    const [email, number] = [emails[at] ?? null, numbers[at] ?? null];
    if (batch.newcomers?.isNew({ email, number })) {
      came.push({ cells, email, number });
      if (doubt === null) continue;
      batch.doubts.push({ line: record.line, fields: record.fields, doubt });
      continue;
    }
    const said = {
      cells,
      email: email === null ? null : lookupKey('email', email),
      number: number === null ? null : lookupKey('record_number', number),
      doubt,
    };
    batch.changes.push(new PreparedRow(record, said, reader.attributes));
  }
  batch.newcomers?.add(came);
}

interface ReadRow {
  readonly record: CsvRecord;
  readonly cells: ReadCells;
  readonly doubt: AddressDoubt | null;
}

function readRow(
  record: CsvRecord,
  plan: Plan,
  reader: Reader,
  columns: Columns,
): ReadRow | ReportedRow {
  const { line, fields } = record;
  if (record.kind === 'broken') return { line, reason: record.reason, fields };
  const answer = reader.read(fields);
  if (answer.kind === 'rejected') return { line, reason: answer.reasons.join(' '), fields };
  const { row } = answer;
  const address = row[columns.email]?.value;
  const doubt = typeof address === 'string' ? doubtOf(address) : null;
  if (doubt === null || plan.addresses === 'keep') return { record, cells: row, doubt };
  if (!row[columns.number]) return { line, reason: NOTHING_LEFT, fields };
  const cells = row.map((cell, at) => (at === columns.email ? undefined : cell));
  return { record, cells, doubt };
}

const NOTHING_LEFT =
  'The address is left out, as was asked for addresses that cannot be a person’s, and the row has no record number.';
