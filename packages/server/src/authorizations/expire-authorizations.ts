import type { Day } from '@postern/core/values';
import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import type { Logger } from '../config/index.ts';
import { recordConsent, sealClearWords } from '../consent/index.ts';
import { BUCKETS, type Database, inTransaction } from '../database/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import { listOrganizations } from '../organizations/index.ts';
import { type Buckets, type EventOfForm, endedByDate, endedByEvent } from './ended-documents.ts';
import { eventsOfForms } from './events-of-forms.ts';

export interface ExpiryDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly now: () => Date;
}

/** As many documents as end in one transaction, more or less. */
const FEW = 500;

/**
 * The daily run: records of each document whose date has passed, or whose event has come for whoever
 * signed it, that it has ended. The gate knows a date by itself; an event it knows from here on. What
 * is on record is not recorded again, so that a run that was cut short is taken up by the next.
 */
export async function expireAuthorizations(deps: ExpiryDeps, signal?: AbortSignal): Promise<void> {
  for (const { id: organizationId } of await listOrganizations(deps.database)) {
    if (signal?.aborted) return;
    try {
      await expireOf(deps, organizationId, signal);
    } catch (error) {
      // a key that is away must not keep the others waiting
      deps.log.error({ organizationId, error }, 'Authorizations that ended cannot be recorded');
    }
  }
}

async function expireOf(
  { database, keyring, log, now }: ExpiryDeps,
  organizationId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const keys = await keyring.of(organizationId);
  const sealed = await sealClearWords(database, keys);
  if (sealed > 0) log.info({ organizationId, count: sealed }, 'Words of the ledger were sealed');
  const at = now();
  // as the gate: UTC's
  const today = at.toISOString().slice(0, 10);
  const { events, untold } = await eventsOfForms(database, keys, today);
  if (untold > 0) {
    log.warn({ organizationId, count: untold }, 'Forms name an event that no attribute tells');
  }
  let all = 0;
  // as many buckets at a time as make a transaction of some hundreds, whatever the size of it all
  for (let from = 0, width = 1; from < BUCKETS; ) {
    // the next run takes up the rest
    if (signal?.aborted) return;
    const to = Math.min(from + width, BUCKETS) - 1;
    const count = await expireIn({ database, keys, at, today, events }, from, to);
    all += count;
    if (count > 0) log.info({ organizationId, count: all }, 'Authorizations have ended');
    from = to + 1;
    width = count < FEW ? width * 2 : Math.max(1, width >> 1);
  }
}

interface Run {
  readonly database: Database;
  readonly keys: OrganizationKeys;
  readonly at: Date;
  readonly today: Day;
  readonly events: readonly EventOfForm[];
}

/** Answers how many ended. */
function expireIn(
  { database, keys, at, today, events }: Run,
  from: number,
  to: number,
): Promise<number> {
  const { organizationId } = keys;
  const buckets: Buckets = { organizationId, from, to };
  return inTransaction(database, async (tx) => {
    // two runs at once would both find what neither has recorded
    const lock = `expiry:${organizationId}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx);
    const byDate = await endedByDate(tx, buckets, today);
    const byEvent = [];
    for (const event of events) byEvent.push(...(await endedByEvent(tx, buckets, event, today)));
    const ended = [...byDate, ...byEvent];
    if (ended.length === 0) return 0;
    await recordConsent(
      tx,
      keys,
      ended.map(({ contactId, documentId, because, on }) => ({
        contactId,
        fact: { kind: 'authorization_expired', documentId, because, on },
        source: 'expiry',
        actor: 'system',
        at,
      })),
    );
    const subject = { byDate: byDate.length, byEvent: byEvent.length };
    await appendAudit(tx, keys, { actor: 'system', action: 'authorization.expired', subject }, at);
    return ended.length;
  });
}
