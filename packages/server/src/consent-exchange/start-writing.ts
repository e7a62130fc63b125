import { appendAudit } from '../audit/index.ts';
import { deleteChunks } from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import type { ExchangeDeps, ExchangeRef } from './deps.ts';
import { exchangeRow } from './get-exchange.ts';

export type WritingStarted = { readonly kind: 'started' | 'unknown' | 'not-checked' | 'nothing' };

/**
 * Lets the rows of a checked file that are valid be written; `runExchange` does the work, and counts
 * anew: somebody may have been deleted since. The report is then that of the writing.
 */
export function startWriting(
  { database, keyring, now }: ExchangeDeps,
  ref: ExchangeRef,
  userId: string,
): Promise<WritingStarted> {
  return inTransaction(database, async (tx): Promise<WritingStarted> => {
    const row = await exchangeRow(tx, ref, true);
    if (row === null) return { kind: 'unknown' };
    if (row.state !== 'checked') return { kind: 'not-checked' };
    if (row.valid === 0) return { kind: 'nothing' };
    const dialect = row.dialect as { readonly start: number; readonly line: number };
    const none = { rows_read: 0, valid: 0, known: 0, rejected: 0, no_effect: 0 };
    await tx
      .updateTable('consent_imports')
      .set({
        state: 'writing',
        bytes_done: dialect.start,
        lines_done: dialect.line - 1,
        ...none,
      })
      .where('organization_id', '=', ref.organizationId)
      .where('id', '=', ref.importId)
      .execute();
    await tx
      .deleteFrom('consent_import_rows')
      .where('organization_id', '=', ref.organizationId)
      .where('import_id', '=', ref.importId)
      .execute();
    const keys = await keyring.of(ref.organizationId);
    const subject = { importId: ref.importId, kind: row.kind, valid: row.valid };
    await appendAudit(
      tx,
      keys,
      { actor: userId, action: 'consent_import.started', subject },
      now(),
    );
    return { kind: 'started' };
  });
}

/** Gives up a checked file: nothing of it is written, and the file goes. False where none waits. */
export function dropExchange(
  { database, keyring, now }: ExchangeDeps,
  ref: ExchangeRef,
  userId: string,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const row = await exchangeRow(tx, ref, true);
    if (row?.state !== 'checked') return false;
    await tx
      .updateTable('consent_imports')
      .set({ state: 'dropped', finished_at: now() })
      .where('organization_id', '=', ref.organizationId)
      .where('id', '=', ref.importId)
      .execute();
    await deleteChunks(tx, ref);
    const keys = await keyring.of(ref.organizationId);
    const subject = { importId: ref.importId, kind: row.kind };
    await appendAudit(
      tx,
      keys,
      { actor: userId, action: 'consent_import.dropped', subject },
      now(),
    );
    return true;
  });
}
