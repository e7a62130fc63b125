import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import type { ExportDeps } from './deps.ts';
import { dropChunks } from './export-chunks.ts';

/** Deletes the files whose time is over, of all organizations; answers how many. */
export async function expireExports({ database, keyring, now }: ExportDeps): Promise<number> {
  const at = now();
  const over = await database
    .selectFrom('exports')
    .select(['organization_id', 'id', 'segment_id'])
    .where('state', '=', 'done')
    .where('expires_at', '<=', at)
    .execute();
  for (const { organization_id: organizationId, id: exportId, segment_id: segmentId } of over) {
    const keys = await keyring.of(organizationId);
    await inTransaction(database, async (tx) => {
      const ended = await tx
        .updateTable('exports')
        .set({ state: 'expired' })
        .where('organization_id', '=', organizationId)
        .where('id', '=', exportId)
        .where('state', '=', 'done')
        .returning('id')
        .executeTakeFirst();
      if (ended === undefined) return;
      await dropChunks(tx, { organizationId, exportId });
      const subject = { exportId, segmentId };
      await appendAudit(tx, keys, { actor: 'system', action: 'export.expired', subject }, at);
    });
  }
  return over.length;
}
