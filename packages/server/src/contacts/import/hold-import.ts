import { appendAudit, type Circumstances } from '../../audit/index.ts';
import { inTransaction } from '../../database/index.ts';
import { deleteChunks } from './chunks.ts';
import type { ImportDeps, ImportRef } from './deps.ts';
import { importRow } from './get-import.ts';
import { deleteMarks } from './marks.ts';

export type Held = 'done' | 'unknown' | 'not-now';

const ACTS = {
  pause: { from: ['running'], to: 'paused', action: 'import.paused' },
  resume: { from: ['paused'], to: 'running', action: 'import.resumed' },
  cancel: { from: ['uploaded', 'running', 'paused'], to: 'cancelled', action: 'import.cancelled' },
} as const;

/**
 * Stops an import behind the batch that is being written, lets it go on from there, or ends it where it
 * is: what was imported stays, and the file is deleted. Whoever runs it sees so at the next batch. A
 * resumed one needs a run (`runImport`).
 */
export function holdImport(
  { database, keyring }: ImportDeps,
  ref: ImportRef,
  act: keyof typeof ACTS,
  by: { readonly userId: string | null; readonly from?: Circumstances },
  now: Date,
): Promise<Held> {
  const { from, to, action } = ACTS[act];
  return inTransaction(database, async (tx): Promise<Held> => {
    const row = await importRow(tx, ref, true);
    if (row === null) return 'unknown';
    if (!from.some((state) => state === row.state)) return 'not-now';
    await tx
      .updateTable('imports')
      .set({ state: to, waiting: null, ...(to === 'cancelled' && { finished_at: now }) })
      .where('organization_id', '=', ref.organizationId)
      .where('id', '=', ref.importId)
      .execute();
    if (to === 'cancelled') {
      await deleteChunks(tx, ref);
      await deleteMarks(tx, ref);
    }
    const { rows_done: rows, created, updated, unchanged, rejected } = row;
    await appendAudit(tx, await keyring.of(ref.organizationId), {
      actor: by.userId ?? 'system',
      action,
      subject: { importId: ref.importId, rows, created, updated, unchanged, rejected },
      ...by.from,
    });
    return 'done';
  });
}
