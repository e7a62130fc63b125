import { sql } from 'kysely';
import { sealedRows } from '../audit/index.ts';
import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import { sendSyslog } from './send-syslog.ts';
import { sendWebhook } from './send-webhook.ts';
import { openTarget } from './target.ts';

export interface Forwarding {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly now: () => Date;
  /** Whether places may lie in the private network. */
  readonly allowPrivate: boolean;
}

const BATCH = 200;
const PATIENCE_MS = 20_000;
/** Longer than a try takes: who died in one is followed by another after this. */
const LEASE_MS = 60_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Tells one place, one that is due, the entries that come next. The place is ours for a minute; what
 * has arrived is recorded afterwards, so that after a crash it is told again: in order, at least once.
 * Answers whether there was anything to do.
 */
export async function forwardNext(forwarding: Forwarding): Promise<boolean> {
  const { database, keyring, now, allowPrivate } = forwarding;
  const began = now();
  const lease = new Date(began.getTime() + LEASE_MS);
  const due = database
    .selectFrom('audit_forwards as forward')
    .innerJoin('audit_heads as head', 'head.organization_id', 'forward.organization_id')
    .select('forward.id')
    .whereRef('head.sequence', '>', 'forward.sent')
    .where('next_at', '<=', began)
    .orderBy('next_at')
    .limit(1)
    .forUpdate('forward')
    .skipLocked();
  const [forward] = await database
    .updateTable('audit_forwards')
    .set({ next_at: lease, tried_at: began })
    .where('id', 'in', due)
    .returning(['organization_id', 'id', 'target_sealed', 'sent', 'failures'])
    .execute();
  if (!forward) return false;
  const { organization_id: organizationId, id, sent } = forward;
  const done = (set: { sent?: number; problem: string | null; failures: number; next_at: Date }) =>
    database
      .updateTable('audit_forwards')
      .set({ ...set, ...(set.problem === null && { arrived_at: now() }) })
      .where('organization_id', '=', organizationId)
      .where('id', '=', id)
      // the lease is still ours
      .where(sql`next_at`, '=', lease)
      .execute();
  try {
    const target = openTarget(await keyring.of(organizationId), id, forward.target_sealed);
    const rows = await sealedRows(database, organizationId, sent + 1, sent + 1 + BATCH);
    const last = rows.at(-1);
    if (!last) throw new Error(`Entry ${sent + 1} is missing from the ledger.`);
    const how = { id, now: began, allowPrivate, signal: AbortSignal.timeout(PATIENCE_MS) };
    if (target.kind === 'syslog') await sendSyslog(target, rows, how);
    else await sendWebhook(target, rows, how);
    await done({ sent: last.sequence, problem: null, failures: 0, next_at: began });
  } catch (error) {
    const failures = forward.failures + 1;
    const pause = Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.min(failures, 16));
    const problem = (error instanceof Error ? error.message : 'It failed.').slice(0, 300);
    await done({ problem, failures, next_at: new Date(began.getTime() + pause) });
  }
  return true;
}
