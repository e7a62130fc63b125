import { type CsvRecord, csvReader } from '@postern/core/contacts';
import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import { listTopics } from '../consent/index.ts';
import { type Dialect, deleteChunks, fileLines, readChunks } from '../contacts/index.ts';
import { type Database, inTransaction, type Tx } from '../database/index.ts';
import type { ExchangeDeps, ExchangeRef } from './deps.ts';
import { columnsContext, exchangeRow, nameContext } from './get-exchange.ts';
import { judgeBatch, type Plan } from './judge-batch.ts';
import { type RowReport, storeReports } from './reports.ts';

const BATCH_ROWS = 500;

export interface RunExchange extends ExchangeRef {
  readonly signal: AbortSignal;
  /** Rows in one transaction. */
  readonly batchRows?: number;
}

/**
 * `interrupted`: the signal came; running again goes on from the batch where it stopped.
 * `elsewhere`: another run of the same file is ahead of this one. `waits`: nothing is to be done.
 */
export type ExchangeOutcome =
  | 'checked'
  | 'done'
  | 'interrupted'
  | 'elsewhere'
  | 'waits'
  | 'unknown';

/**
 * Goes through a file once: looks at every row and writes nothing (`checking`), or writes what is
 * valid (`writing`). A batch, its figures and the place behind it are one transaction, so a run that
 * goes on after a crash counts nothing twice.
 *
 * Throws what the database throws; running it again is always safe.
 */
export async function runExchange(
  deps: ExchangeDeps,
  options: RunExchange,
): Promise<ExchangeOutcome> {
  const { database } = deps;
  const { signal, batchRows = BATCH_ROWS, organizationId, importId } = options;
  const ref = { organizationId, importId };
  const row = await exchangeRow(database, ref);
  if (row === null) return 'unknown';
  if (row.state !== 'checking' && row.state !== 'writing') return 'waits';
  const keys = await deps.keyring.of(organizationId);
  const headings = keys.openJson(row.columns_sealed, columnsContext(importId)) as string[];
  const plan: Plan = {
    ref,
    keys,
    kind: row.kind,
    headings,
    fileName: keys.open(row.name_sealed, nameContext(importId)).toString(),
    actor: row.created_by ?? 'system',
    topics: await topicsOf(database, organizationId),
    write: row.state === 'writing',
  };
  const { delimiter, lineEnd } = row.dialect as Dialect;
  const from = { start: row.bytes_done, first: row.lines_done + 1, lineEnd };
  const reader = csvReader(delimiter, headings.length);
  const batch: { from: number; end: number; nextLine: number; records: CsvRecord[] } = {
    from: from.start,
    end: from.start,
    nextLine: from.first,
    records: [],
  };
  const pieces = readChunks(database, keys, importId, from.start);
  const records = async function* () {
    for await (const lines of fileLines(pieces, from)) {
      for (const line of lines) yield* reader.push(line);
    }
    yield* reader.finish();
  };
  for await (const record of records()) {
    batch.records.push(record);
    batch.end = record.end;
    batch.nextLine = record.nextLine;
    if (batch.records.length < batchRows) continue;
    if (signal.aborted) return 'interrupted';
    if (!(await pass(deps, plan, batch))) return 'elsewhere';
    batch.from = batch.end;
    batch.records = [];
  }
  if (signal.aborted) return 'interrupted';
  if (batch.records.length > 0 && !(await pass(deps, plan, batch))) return 'elsewhere';
  return finish(deps, plan, batch.end);
}

function pass(
  { database, now }: ExchangeDeps,
  plan: Plan,
  batch: { from: number; end: number; nextLine: number; records: readonly CsvRecord[] },
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const row = await exchangeRow(tx, plan.ref, true);
    if (row?.state !== (plan.write ? 'writing' : 'checking')) return false;
    if (row.bytes_done !== batch.from) return false;
    const verdicts = await judgeBatch(tx, plan, batch.records, now());
    const reports = verdicts.flatMap((verdict, place): RowReport[] => {
      const record = batch.records[place];
      if (!record || verdict.kind === 'valid' || verdict.kind === 'known') return [];
      const { line, fields } = record;
      if (verdict.kind === 'no_effect') {
        return [{ line, fields: [], verdict: 'no_effect', faults: [], reasons: verdict.reasons }];
      }
      const { faults, reasons = [] } = verdict;
      return [{ line, fields, verdict: 'rejected', faults, reasons }];
    });
    await storeReports(tx, plan.keys, plan.ref.importId, reports);
    const count = (...kinds: readonly string[]) =>
      verdicts.filter(({ kind }) => kinds.includes(kind)).length;
    const plus = (column: string, more: number) => sql<number>`${sql.ref(column)} + ${more}`;
    await tx
      .updateTable('consent_imports')
      .set({
        bytes_done: batch.end,
        lines_done: batch.nextLine - 1,
        rows_read: plus('rows_read', verdicts.length),
        valid: plus('valid', count('valid', 'no_effect')),
        known: plus('known', count('known')),
        rejected: plus('rejected', count('rejected')),
        no_effect: plus('no_effect', count('no_effect')),
      })
      .where('organization_id', '=', plan.ref.organizationId)
      .where('id', '=', plan.ref.importId)
      .execute();
    return true;
  });
}

function finish(
  { database, now }: ExchangeDeps,
  plan: Plan,
  at: number,
): Promise<'checked' | 'done' | 'elsewhere'> {
  return inTransaction(database, async (tx) => {
    const row = await exchangeRow(tx, plan.ref, true);
    if (row?.state !== (plan.write ? 'writing' : 'checking') || row.bytes_done !== at) {
      return 'elsewhere';
    }
    const state = plan.write ? 'done' : 'checked';
    await tx
      .updateTable('consent_imports')
      .set({ state, bytes_done: row.bytes, ...(plan.write && { finished_at: now() }) })
      .where('organization_id', '=', plan.ref.organizationId)
      .where('id', '=', plan.ref.importId)
      .execute();
    await deleteMarks(tx, plan.ref);
    // the file goes with its end, since nobody needs it any more: 45 CFR 164.502(b)
    if (plan.write) await deleteChunks(tx, plan.ref);
    const { rows_read: rows, valid, known, rejected, no_effect: noEffect, kind } = row;
    const { importId } = plan.ref;
    await appendAudit(
      tx,
      plan.keys,
      {
        actor: plan.actor,
        action: plan.write ? 'consent_import.written' : 'consent_import.checked',
        subject: { importId, kind, rows, valid, known, rejected, noEffect },
      },
      now(),
    );
    return state;
  });
}

async function deleteMarks(tx: Tx, { organizationId, importId }: ExchangeRef): Promise<void> {
  await tx
    .deleteFrom('import_marks')
    .where('organization_id', '=', organizationId)
    .where('import_id', '=', importId)
    .execute();
}

/** Of two topics with one name, the one that is in use. */
export async function topicsOf(
  db: Database | Tx,
  organizationId: string,
): Promise<ReadonlyMap<string, string>> {
  const topics = await listTopics(db, organizationId);
  const used = topics.toSorted(
    (a, b) => Number(a.archivedAt === null) - Number(b.archivedAt === null),
  );
  return new Map(
    used.flatMap(
      ({ id, name }) =>
        [
          [name.toLowerCase(), id],
          [id, id],
        ] as const,
    ),
  );
}
