import { COLUMNS, columnsOf, SUPPRESSION_COLUMNS } from '@postern/core/consent-exchange';
import { v7 } from 'uuid';
import { appendAudit } from '../audit/index.ts';
import {
  deleteChunks,
  type Inspected,
  inChunks,
  inspectFile,
  storeChunk,
  utf8Watch,
} from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ExchangeDeps, ExchangeRef } from './deps.ts';
import { columnsContext, type ExchangeKind, nameContext } from './get-exchange.ts';

export interface ExchangeUpload {
  readonly organizationId: string;
  readonly userId: string;
  readonly kind: ExchangeKind;
  readonly fileName: string;
  readonly source: AsyncIterable<Uint8Array>;
}

export type ExchangeUploaded =
  | { readonly kind: 'uploaded'; readonly importId: string }
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Stores a file as it streams in, sealed in chunks, and reads its heading; it is then to be checked
 * (`runExchange`). A file that cannot be read is refused in a sentence, and nothing of it stays.
 */
export async function uploadExchange(
  deps: ExchangeDeps,
  upload: ExchangeUpload,
): Promise<ExchangeUploaded> {
  const keys = await deps.keyring.of(upload.organizationId);
  const ref = { organizationId: upload.organizationId, importId: v7() };
  try {
    const problem = await store(deps, keys, ref, upload);
    if (problem === null) return { kind: 'uploaded', importId: ref.importId };
    await forget(deps, ref);
    return { kind: 'refused', problem };
  } catch (error) {
    await forget(deps, ref).catch(() => {});
    throw error;
  }
}

async function store(
  { database }: ExchangeDeps,
  keys: OrganizationKeys,
  { organizationId, importId }: ExchangeRef,
  upload: ExchangeUpload,
): Promise<string | null> {
  const watch = utf8Watch();
  let held: Buffer | null = null;
  let ordinal = 0;
  let bytes = 0;
  const put = async (chunk: Buffer, last: boolean): Promise<string | null> => {
    if (ordinal === 0) {
      const found = await inspectFile(chunk, last);
      const problem = found.kind === 'csv' ? headingProblem(found, upload.kind) : found.problem;
      if (found.kind !== 'csv' || problem !== null) return problem;
      await database
        .insertInto('consent_imports')
        .values({
          organization_id: organizationId,
          id: importId,
          kind: upload.kind,
          state: 'uploading',
          name_sealed: keys.seal(upload.fileName, nameContext(importId)),
          dialect: JSON.stringify({ ...found.dialect, start: found.start, line: found.line }),
          columns_sealed: keys.sealJson(found.headings, columnsContext(importId)),
          bytes_done: found.start,
          lines_done: found.line - 1,
          created_by: upload.userId,
        })
        .execute();
    }
    const problem = watch.see(chunk) ?? (last ? watch.end() : null);
    if (problem !== null) return problem;
    await storeChunk(database, keys, importId, ordinal++, chunk);
    bytes += chunk.length;
    return null;
  };
  // one chunk is held back, since the last one is told that it is
  for await (const chunk of inChunks(upload.source)) {
    const problem = held === null ? null : await put(held, false);
    if (problem !== null) return problem;
    held = chunk;
  }
  if (held === null) return 'The file is empty.';
  const problem = await put(held, true);
  if (problem !== null) return problem;
  await inTransaction(database, async (tx) => {
    await tx
      .updateTable('consent_imports')
      .set({ state: 'checking', bytes })
      .where('organization_id', '=', organizationId)
      .where('id', '=', importId)
      .execute();
    await appendAudit(tx, keys, {
      actor: upload.userId,
      action: 'consent_import.uploaded',
      subject: { importId, kind: upload.kind, bytes },
    });
  });
  return null;
}

function headingProblem(
  { headings }: Extract<Inspected, { kind: 'csv' }>,
  kind: ExchangeKind,
): string | null {
  const found =
    kind === 'consents' ? columnsOf(headings, COLUMNS) : columnsOf(headings, SUPPRESSION_COLUMNS);
  if (found.kind === 'refused') return found.problem;
  const names = new Set<string>(found.at.keys());
  if (kind === 'suppressions') {
    return names.has('email') || names.has('token')
      ? null
      : 'No column says which address a row is about. Expected one headed “email” or “token”.';
  }
  if (!names.has('event')) return 'No column says what happened. Expected one headed “event”.';
  return names.has('email') || names.has('record_number')
    ? null
    : 'No column says who a row is about. Expected one headed “record_number” or “email”.';
}

async function forget({ database }: ExchangeDeps, ref: ExchangeRef): Promise<void> {
  await deleteChunks(database, ref);
  await database
    .deleteFrom('consent_imports')
    .where('organization_id', '=', ref.organizationId)
    .where('id', '=', ref.importId)
    .where('state', '=', 'uploading')
    .execute();
}
