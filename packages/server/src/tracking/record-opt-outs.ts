import { recipientAt } from '@postern/core/consent';
import type { OptOut } from '@postern/core/gate';
import { sql } from 'kysely';
import { appendAudits } from '../audit/index.ts';
import {
  type Evidence,
  loadConsent,
  type NewConsent,
  recordConsent,
  sealEvidence,
  shownText,
} from '../consent/index.ts';
import { bucketOf, type Database, inTransaction, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { gathered } from './gathered.ts';
import { type Happened, recordEvents } from './record-event.ts';
import type { TrackedSend } from './tracked-send.ts';

/** Somebody pressed "unsubscribe". */
export interface Press {
  readonly send: TrackedSend;
  readonly scopes: readonly OptOut[];
  readonly source: 'one-click' | 'page';
  /** What the page said that they pressed it on; null where the mail program asked. */
  readonly shown: string | null;
  readonly evidence: Evidence;
  readonly at: Date;
}

/** In one transaction: it holds up what else an organization does for some tens of milliseconds. */
const MOST = 100;

type Record = (press: Press) => Promise<void>;
const records = new WeakMap<Database, Map<string, Record>>();

/**
 * Records an opt-out, together with others of the organization that come at the same time: each alone
 * would hold the ledger of acts, on which all wait, until it is on the disk.
 */
export function recordOptOut(database: Database, press: Press): Promise<void> {
  const { organizationId } = press.send;
  const all = records.get(database) ?? new Map<string, Record>();
  records.set(database, all);
  let record = all.get(organizationId);
  if (record === undefined) {
    record = gathered((presses) => recordAll(database, presses), MOST);
    all.set(organizationId, record);
  }
  return record(press);
}

async function recordAll(database: Database, presses: readonly Press[]): Promise<void> {
  const last = presses.at(-1);
  if (last === undefined) return;
  const { keys, organizationId } = last.send;
  await inTransaction(database, async (tx) => {
    // two processes at once wait for each other here, so that nothing is recorded twice
    const lock = `unsubscribe:${organizationId}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx);
    const optOuts = await optOutsOf(tx, keys, presses);
    const events: NewConsent[] = [];
    const noted: Press[] = [];
    for (const press of presses) {
      const { personId: contactId } = press.send;
      const before = optOuts.get(contactId);
      const missing = press.scopes.filter((scope) => !before?.has(scope));
      if (missing.length === 0) continue;
      for (const scope of missing) before?.add(scope);
      const shown = await shownTo(tx, press);
      const evidence = sealEvidence(keys, contactId, { identifiedBy: 'link', ...press.evidence });
      noted.push(press);
      events.push(
        ...missing.map((scope) => ({
          contactId,
          fact: { kind: 'opted_out' as const, scope },
          source: press.source,
          actor: 'recipient',
          at: press.at,
          ...(shown !== null && { shown }),
          evidence,
        })),
      );
    }
    await recordConsent(tx, keys, events);
    await recordPresses(tx, organizationId, presses);
    // last: whoever else appends to the ledger of acts waits for this
    const notes = noted.map(({ send: { personId: contactId, campaignId } }) => ({
      actor: 'recipient',
      action: 'consent.unsubscribed' as const,
      subject: { contactId, campaignId },
    }));
    await appendAudits(tx, keys, notes, last.at);
  });
}

async function optOutsOf(
  tx: Tx,
  keys: OrganizationKeys,
  presses: readonly Press[],
): Promise<ReadonlyMap<string, Set<OptOut>>> {
  const ids = presses.map(({ send }) => send.personId);
  const consent = await loadConsent(tx, keys, ids);
  return new Map(
    presses.map(({ send: { personId: contactId }, at }) => {
      const { optOuts } = recipientAt(consent.get(contactId) ?? [], at.toISOString());
      return [contactId, new Set(optOuts)];
    }),
  );
}

async function shownTo(tx: Tx, { send, scopes, shown }: Press): Promise<string | null> {
  if (shown === null) return null;
  // each offer has a wording of its own, and versions of it
  const kind = `unsubscribe:${scopes.join('+')}`;
  return shownText(tx, send.organizationId, { kind, language: 'en', body: shown });
}

/** The figure of each message from which somebody left, once. */
async function recordPresses(
  tx: Tx,
  organizationId: string,
  presses: readonly Press[],
): Promise<void> {
  const ids = presses.map(({ send }) => send.contactId);
  const { rows } = await sql<{ readonly campaign_id: string; readonly contact_id: string }>`
    select event.campaign_id, event.contact_id
    from unnest(${sql.val(ids.map(bucketOf))}::smallint[], ${sql.val(ids)}::uuid[])
      as wanted (bucket, contact_id),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select campaign_id, contact_id from events
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and contact_id = wanted.contact_id and kind = 'unsubscribe'
      offset 0
    ) event`.execute(tx);
  const known = new Set(rows.map((row) => `${row.campaign_id} ${row.contact_id}`));
  const happened: Happened[] = [];
  for (const { send, at } of presses) {
    const name = `${send.campaignId} ${send.contactId}`;
    if (known.has(name)) continue;
    known.add(name);
    happened.push({ send, event: { kind: 'unsubscribe' }, visit: { head: false }, at });
  }
  await recordEvents(tx, happened);
}
