import { sql } from 'kysely';
import { inTransaction, type Tx } from '../../database/index.ts';
import { writeNewcomers } from '../newcomers/index.ts';
import { upsertContacts } from '../upsert-contacts.ts';
import { lockContacts } from '../writer-lock.ts';
import type { AddressDoubt } from './address-doubts.ts';
import type { Carried } from './carried.ts';
import type { RunDeps } from './deps.ts';
import { importRow } from './get-import.ts';
import { marksOf } from './marks.ts';
import type { Plan } from './plan.ts';
import type { Batch, DoubtfulRow } from './prepare-batches.ts';
import { type ReportedRow, storeReport } from './report-pages.ts';

/**
 * Writes a batch and moves the import's place behind it, or does neither: `elsewhere` when the place is
 * not where the batch begins, another run has written it, or the import does not run any more; `again`
 * when others wrote contacts or changed the sealing key since its newcomers were made, and it has to be
 * read again. Answers
 * what became of the rows.
 */
export async function writeBatch(
  deps: RunDeps,
  plan: Plan,
  batch: Batch,
  { known, ids }: Carried,
): Promise<{ readonly created: number } | 'elsewhere' | 'again'> {
  const begun = performance.now();
  try {
    return await inTransaction(deps.database, async (tx) => {
      const row = await importRow(tx, plan.ref, true);
      if (row?.state !== 'running' || row.bytes_done !== batch.from) return 'elsewhere';
      await deps.room?.();
      const { keys, definitions, ref } = plan;
      const now = new Date();
      const version = await lockContacts(tx, ref.organizationId);
      await known.begin(tx, ref.organizationId, version);
      if (batch.newcomers !== null && !batch.newcomers.areCurrent) return 'again';
      const came = batch.newcomers === null ? [] : await writeNewcomers(tx, keys, batch.newcomers);
      const earlier = marksOf(tx, ref, row.number_marks);
      const carried = { earlier, known, ids };
      const written = await upsertContacts(tx, keys, definitions, batch.changes, carried, now);
      await deps.onNewKeys(tx, keys, [...came, ...written.newKeys], now);
      const { counts, rejects, warnings } = reportOf(batch, written.outcomes);
      await storeReport(tx, keys, ref, 'rejects', rejects);
      await storeReport(tx, keys, ref, 'warnings', warnings);
      const worked = Math.ceil(performance.now() - begun);
      const { numberMarks: number_marks } = written;
      await advance(tx, plan, batch, { ...counts, number_marks, worked_ms: worked });
      return counts;
    });
  } catch (error) {
    known.forget();
    throw error;
  }
}

const WARNINGS: Readonly<Record<AddressDoubt, string>> = {
  impossible: 'Nothing can arrive at the address: its domain does not exist.',
  role: 'The address is an office’s or a program’s, not a person’s own.',
  disposable: 'The address is of a service that gives addresses for a short time.',
};

function reportOf(batch: Batch, outcomes: Awaited<ReturnType<typeof upsertContacts>>['outcomes']) {
  const counts = {
    rows_done: batch.rows,
    ...{ created: batch.newcomers?.count ?? 0, updated: 0, unchanged: 0, rejected: 0 },
    ...{ impossible_addresses: 0, role_addresses: 0, disposable_addresses: 0 },
  };
  const rejects: ReportedRow[] = [...batch.rejects];
  const warnings: ReportedRow[] = [];
  const warn = ({ line, fields, doubt }: DoubtfulRow) => {
    counts[`${doubt}_addresses`]++;
    warnings.push({ line, reason: WARNINGS[doubt], fields });
  };
  batch.doubts.forEach(warn);
  for (const [index, row] of batch.changes.entries()) {
    const { line, doubt } = row;
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if (outcome.kind === 'rejected') {
      rejects.push({ line, reason: outcome.reason, fields: row.fields });
      continue;
    }
    counts[outcome.kind]++;
    if (doubt !== null) warn({ line, fields: row.fields, doubt });
  }
  counts.rejected = rejects.length;
  return { counts, rejects, warnings };
}

async function advance(
  tx: Tx,
  { ref }: Plan,
  batch: Batch,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const plus = Object.entries(counts).map(([column, count]) => [
    column,
    sql<number>`${sql.ref(column)} + ${count}`,
  ]);
  await tx
    .updateTable('imports')
    .set({
      bytes_done: batch.end,
      lines_done: batch.nextLine - 1,
      waiting: null,
      ...Object.fromEntries(plus),
    })
    .where('organization_id', '=', ref.organizationId)
    .where('id', '=', ref.importId)
    .execute();
}
