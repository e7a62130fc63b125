import { v7 } from 'uuid';
import { appendAudit, type Circumstances } from '../../audit/index.ts';
import { inTransaction } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import { deleteChunks, inChunks, storeChunk } from './chunks.ts';
import type { ImportDeps, ImportRef } from './deps.ts';
import { type Inspected, inspectFile } from './dialect.ts';
import { columnsContext, nameContext } from './get-import.ts';
import { utf8Watch } from './utf8-watch.ts';

export interface Upload {
  readonly organizationId: string;
  /** The user; null from the command line. */
  readonly userId: string | null;
  readonly from?: Circumstances;
  readonly fileName: string;
  readonly source: AsyncIterable<Uint8Array>;
}

export type Uploaded =
  | { readonly kind: 'uploaded'; readonly importId: string }
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Stores a CSV file as it streams in, sealed in chunks, and reads its heading. Nothing is imported.
 * A file that cannot be read is refused in a sentence and nothing of it stays; a source that breaks
 * off, or has no room on the disk (`NoRoom`), leaves nothing either, and the error is thrown on.
 */
export async function uploadImport(deps: ImportDeps, upload: Upload): Promise<Uploaded> {
  const keys = await deps.keyring.of(upload.organizationId);
  const ref = { organizationId: upload.organizationId, importId: v7() };
  try {
    const problem = await store(deps, keys, ref, upload);
    if (problem === null) return { kind: 'uploaded', importId: ref.importId };
    await forgetUpload(deps, ref);
    return { kind: 'refused', problem };
  } catch (error) {
    await forgetUpload(deps, ref).catch(() => {});
    throw error;
  }
}

async function store(
  { database, room }: ImportDeps,
  keys: OrganizationKeys,
  { organizationId, importId }: ImportRef,
  upload: Upload,
): Promise<string | null> {
  const watch = utf8Watch();
  let held: Buffer | null = null;
  let ordinal = 0;
  let bytes = 0;
  let inspected: Inspected | null = null;
  /** While one is stored the next is read. */
  let storing = Promise.resolve();
  const put = async (chunk: Buffer, last: boolean): Promise<string | null> => {
    await room?.();
    const first = ordinal === 0;
    const found = first ? await inspectFile(chunk, last) : inspected;
    if (found?.kind !== 'csv') return found?.problem ?? null;
    const problem = watch.see(chunk) ?? (last ? watch.end() : null);
    if (problem !== null) return problem;
    if (first) {
      inspected = found;
      await database
        .insertInto('imports')
        .values({
          organization_id: organizationId,
          id: importId,
          name_sealed: keys.seal(upload.fileName, nameContext(importId)),
          state: 'uploading',
          dialect: JSON.stringify(found.dialect),
          columns_sealed: keys.sealJson(found.headings, columnsContext(importId)),
          bytes: 0,
          bytes_done: found.start,
          lines_done: found.line - 1,
          created_by: upload.userId,
        })
        .execute();
    }
    await storing;
    storing = storeChunk(database, keys, importId, ordinal++, chunk);
    // heard when the next one is to be stored
    storing.catch(() => {});
    bytes += chunk.length;
    return null;
  };
  try {
    // one chunk is held back, since the last one is told that it is
    for await (const chunk of inChunks(upload.source)) {
      if (held !== null) {
        const problem = await put(held, false);
        if (problem !== null) return problem;
      }
      held = chunk;
    }
    if (held === null) return 'The file is empty.';
    const problem = await put(held, true);
    if (problem !== null) return problem;
    await storing;
  } finally {
    // what is refused is deleted next, and nothing may come behind that
    await storing.catch(() => {});
  }
  await inTransaction(database, async (tx) => {
    await tx
      .updateTable('imports')
      .set({ state: 'uploaded', bytes })
      .where('organization_id', '=', organizationId)
      .where('id', '=', importId)
      .execute();
    await appendAudit(tx, keys, {
      actor: upload.userId ?? 'system',
      action: 'import.uploaded',
      subject: { importId, bytes },
      ...upload.from,
    });
  });
  return null;
}

/** Deletes an upload that was never complete. */
export async function forgetUpload({ database }: ImportDeps, ref: ImportRef): Promise<void> {
  await deleteChunks(database, ref);
  await database
    .deleteFrom('imports')
    .where('organization_id', '=', ref.organizationId)
    .where('id', '=', ref.importId)
    .where('state', '=', 'uploading')
    .execute();
}
