import { type ContactChange, type CsvRecord, toContactChange } from '@postern/core/contacts';
import { sql } from 'kysely';
import { inTransaction, type Tx } from '../../database/index.ts';
import { upsertContacts } from '../upsert-contacts.ts';
import type { RunDeps } from './deps.ts';
import { importRow } from './get-import.ts';
import { marksOf } from './marks.ts';
import type { Plan } from './plan.ts';
import { type Reject, storeRejects } from './rejects.ts';

/** Records of a file from byte `from` to byte `end`, behind which line `nextLine` begins. */
export interface Batch {
  readonly from: number;
  readonly end: number;
  readonly nextLine: number;
  readonly records: readonly CsvRecord[];
}

/**
 * Writes a batch and moves the import's place behind it, or does neither. False when the place is
 * not where the batch begins: another run has written it.
 */
export function writeBatch(deps: RunDeps, plan: Plan, batch: Batch): Promise<boolean> {
  const rejects: Reject[] = [];
  const changes: { record: CsvRecord; change: ContactChange }[] = [];
  for (const record of batch.records) {
    const { line, fields } = record;
    if (record.kind === 'broken') {
      rejects.push({ line, reason: record.reason, fields });
      continue;
    }
    const read = toContactChange(fields, plan.mapping, plan.definitions);
    if (read.kind === 'change') changes.push({ record, change: read.change });
    else rejects.push({ line, reason: read.reasons.join(' '), fields });
  }
  return inTransaction(deps.database, async (tx) => {
    const row = await importRow(tx, plan.ref, true);
    if (row?.state !== 'running' || row.bytes_done !== batch.from) return false;
    const { keys, definitions } = plan;
    const all = changes.map((one) => one.change);
    const earlier = marksOf(tx, plan.ref);
    const now = new Date();
    const written = await upsertContacts(tx, keys, definitions, all, earlier, now);
    await deps.onNewKeys(tx, keys, written.newKeys, now);
    const counts = { created: 0, updated: 0, unchanged: 0 };
    written.outcomes.forEach((outcome, index) => {
      const record = changes[index]?.record;
      if (outcome.kind !== 'rejected') counts[outcome.kind]++;
      else if (record !== undefined) {
        rejects.push({ line: record.line, reason: outcome.reason, fields: record.fields });
      }
    });
    await storeRejects(tx, keys, plan.ref.importId, rejects);
    await advance(tx, plan, batch, { ...counts, rejected: rejects.length });
    return true;
  });
}

async function advance(
  tx: Tx,
  { ref }: Plan,
  batch: Batch,
  counts: Record<'created' | 'updated' | 'unchanged' | 'rejected', number>,
): Promise<void> {
  const plus = (column: string, count: number) => sql<number>`${sql.ref(column)} + ${count}`;
  await tx
    .updateTable('imports')
    .set({
      bytes_done: batch.end,
      lines_done: batch.nextLine - 1,
      rows_done: plus('rows_done', batch.records.length),
      created: plus('created', counts.created),
      updated: plus('updated', counts.updated),
      unchanged: plus('unchanged', counts.unchanged),
      rejected: plus('rejected', counts.rejected),
    })
    .where('organization_id', '=', ref.organizationId)
    .where('id', '=', ref.importId)
    .execute();
}
