import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ExportRef } from './deps.ts';

const context = (exportId: string, ordinal: number) => `export_chunks:${exportId}:${ordinal}`;

/** The bytes are sealed before they reach any disk. */
export async function keepChunk(
  tx: Tx,
  keys: OrganizationKeys,
  exportId: string,
  ordinal: number,
  bytes: Buffer,
): Promise<void> {
  await tx
    .insertInto('export_chunks')
    .values({
      organization_id: keys.organizationId,
      export_id: exportId,
      ordinal,
      sealed: keys.seal(bytes, context(exportId, ordinal)),
    })
    .execute();
}

/**
 * The file, piece by piece. Throws when a piece is gone, as when the file is deleted while somebody reads
 * it: what ends early must not look whole.
 */
export async function* exportFile(
  db: Database,
  keys: OrganizationKeys,
  { id, chunks }: { readonly id: string; readonly chunks: number },
): AsyncGenerator<Buffer> {
  for (let ordinal = 0; ordinal < chunks; ordinal++) {
    const row = await db
      .selectFrom('export_chunks')
      .select('sealed')
      .where('organization_id', '=', keys.organizationId)
      .where('export_id', '=', id)
      .where('ordinal', '=', ordinal)
      .executeTakeFirst();
    if (row === undefined) throw new Error(`Piece ${ordinal} of the export ${id} is gone.`);
    yield keys.open(row.sealed, context(id, ordinal));
  }
}

export async function dropChunks(tx: Tx, { organizationId, exportId }: ExportRef): Promise<void> {
  await tx
    .deleteFrom('export_chunks')
    .where('organization_id', '=', organizationId)
    .where('export_id', '=', exportId)
    .execute();
}
