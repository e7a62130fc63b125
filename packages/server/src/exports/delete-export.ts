import type { Tx } from '../database/index.ts';
import type { ExportRef } from './deps.ts';
import { dropChunks } from './export-chunks.ts';

/**
 * Ends the making of a file, or deletes it. Who asked for it, and what for, stays. False: there is no file
 * to delete.
 */
export async function deleteExport(tx: Tx, ref: ExportRef): Promise<boolean> {
  const ended = await tx
    .updateTable('exports')
    .set({ state: 'deleted', run_id: null })
    .where('organization_id', '=', ref.organizationId)
    .where('id', '=', ref.exportId)
    .where('state', 'in', ['running', 'done', 'failed'])
    .returning('id')
    .executeTakeFirst();
  if (ended === undefined) return false;
  await dropChunks(tx, ref);
  return true;
}
