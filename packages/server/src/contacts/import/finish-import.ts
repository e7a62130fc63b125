import { sql } from 'kysely';
import { appendAudit } from '../../audit/index.ts';
import { type Database, inTransaction } from '../../database/index.ts';
import { deleteChunks } from './chunks.ts';
import type { ImportDeps } from './deps.ts';
import { importRow } from './get-import.ts';
import { deleteMarks } from './marks.ts';
import type { Plan } from './plan.ts';

/**
 * Ends an import whose place is at byte `at`: done, or failed with the problem. The file is deleted
 * with it, since nobody needs it any more (45 CFR 164.502(b)); the rejected rows stay.
 */
export async function finishImport(
  { database }: ImportDeps,
  { ref, keys }: Plan,
  at: number,
  problem: string | null,
): Promise<'done' | 'failed' | 'elsewhere'> {
  const state = problem === null ? 'done' : 'failed';
  const ended = await inTransaction(database, async (tx) => {
    const row = await importRow(tx, ref, true);
    if (row?.state !== 'running' || row.bytes_done !== at) return null;
    await tx
      .updateTable('imports')
      .set({ state, problem, finished_at: new Date() })
      .$if(problem === null, (query) => query.set({ bytes_done: row.bytes }))
      .where('organization_id', '=', ref.organizationId)
      .where('id', '=', ref.importId)
      .execute();
    await deleteChunks(tx, ref);
    await deleteMarks(tx, ref);
    const { rows_done: rows, created, updated, unchanged, rejected } = row;
    await appendAudit(tx, keys, {
      actor: row.created_by ?? 'system',
      action: problem === null ? 'import.finished' : 'import.failed',
      subject: { importId: ref.importId, rows, created, updated, unchanged, rejected },
    });
    return row;
  });
  if (ended === null) return 'elsewhere';
  if (ended.created > MANY) await tellPlanner(database);
  return state;
}

const MANY = 20_000;

/**
 * PostgreSQL counts again what tables hold once a minute. Until then it plans for the tables as they were:
 * a delta of 10,000 right behind the first 200,000 took 22 s, since each word was looked for among all.
 */
async function tellPlanner(database: Database): Promise<void> {
  await sql`analyze contacts, contact_keys, contact_pages, attribute_values`.execute(database);
}
