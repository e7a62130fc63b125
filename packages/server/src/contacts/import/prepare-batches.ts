import { setImmediate as breathe } from 'node:timers/promises';
import { type CsvRecord, type RowReader, rowReader } from '@postern/core/contacts';
import type { LookupKind } from '../../keys/index.ts';
import { lookupKey } from '../contact-keys.ts';
import type { Newcomers } from '../newcomers/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { ReadCell, valueIn } from '../read-cell.ts';
import { type AddressDoubt, doubtOf } from './address-doubts.ts';
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
/** About two milliseconds of reading: the process answers requests in between. */
const ROWS_AT_ONCE = 64;

/**
 * Cuts records into batches and does all that can be done without the database: reading values, and
 * making the keyed hashes by which contacts are found. A caller that asks for the next batch before it
 * writes one has this done while PostgreSQL works.
 */
export async function* prepareBatches(
  records: AsyncIterable<readonly CsvRecord[]>,
  plan: Plan,
  place: { readonly from: number; readonly nextLine: number },
  mostRows: (changes: readonly PreparedRow[]) => number | Promise<number>,
  newcomersAfter: (reader: Reader, before: readonly PreparedRow[]) => Newcomers | null,
): AsyncGenerator<Batch> {
  const reader = rowReader(
    plan.mapping,
    plan.definitions,
    (definition, value) => new ReadCell(definition, value),
  );
  let from = place.from;
  let batch = emptyBatch(newcomersAfter(reader, []));
  for await (const some of records) {
    for (const [index, record] of some.entries()) {
      add(batch, record, plan, reader);
      batch.rows++;
      if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await breathe();
      const most = mostRows(batch.changes);
      // seldom a promise, and each would cost a row its turn
      const atOnce = typeof most === 'number' ? most : await most;
      if (batch.rows < atOnce && record.end - from < MOST_BYTES) continue;
      yield { ...batch, from, end: record.end, nextLine: record.nextLine };
      from = record.end;
      batch = emptyBatch(newcomersAfter(reader, batch.changes));
    }
    const last = some.at(-1);
    if (last !== undefined) batch.place = { end: last.end, nextLine: last.nextLine };
  }
  if (batch.rows > 0) yield { ...batch, from, ...batch.place };
}

type Reader = RowReader<ReadCell, NumberedDefinition>;

const emptyBatch = (newcomers: Newcomers | null) => ({
  rows: 0,
  newcomers,
  changes: [] as PreparedRow[],
  rejects: [] as ReportedRow[],
  doubts: [] as DoubtfulRow[],
  place: { end: 0, nextLine: 0 },
});

function add(
  { newcomers, changes, rejects, doubts }: ReturnType<typeof emptyBatch>,
  record: CsvRecord,
  plan: Plan,
  reader: Reader,
): void {
  const { line, fields } = record;
  if (record.kind === 'broken') {
    rejects.push({ line, reason: record.reason, fields });
    return;
  }
  const answer = reader.read(fields);
  if (answer.kind === 'rejected') {
    rejects.push({ line, reason: answer.reasons.join(' '), fields });
    return;
  }
  const address = valueIn(answer.row, 'email');
  const doubt = typeof address === 'string' ? doubtOf(address) : null;
  const dropped = doubt !== null && plan.addresses === 'drop';
  if (dropped && valueIn(answer.row, 'record_number') === undefined) {
    rejects.push({ line, reason: NOTHING_LEFT, fields });
    return;
  }
  const cells = dropped
    ? answer.row.map((cell) => (cell?.definition.key === 'email' ? undefined : cell))
    : answer.row;
  const tokenOf = (kind: LookupKind) => {
    const value = valueIn(cells, kind);
    return typeof value === 'string' ? plan.keys.lookupText(kind, value) : null;
  };
  const [email, number] = [tokenOf('email'), tokenOf('record_number')];
  if (newcomers?.isNew({ email, number })) {
    newcomers.add(cells, { email, number });
    if (doubt !== null) doubts.push({ line, fields, doubt });
    return;
  }
  const said = {
    cells,
    email: email === null ? null : lookupKey('email', email),
    number: number === null ? null : lookupKey('record_number', number),
    doubt,
  };
  changes.push(new PreparedRow(record, said, reader.attributes));
}

const NOTHING_LEFT =
  'The address is left out, as was asked for addresses that cannot be a person’s, and the row has no record number.';
