import { type ConsentEvent, recipientAt } from '@postern/core/consent';
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
import { type Database, inTransaction, type Tx } from '../database/index.ts';
import { gathered } from './gathered.ts';
import { leftBefore } from './left-before.ts';
import type { Linked } from './read-link.ts';
import { type Happened, recordEvents } from './record-event.ts';
import { type TrackedSend, trackedSends } from './tracked-send.ts';

/** Somebody pressed "unsubscribe". */
export interface Press {
  readonly linked: Linked;
  readonly source: 'one-click' | 'page';
  /** What the page said that they pressed it on; null where the mail program asked. */
  readonly shown: string | null;
  readonly evidence: Evidence;
  readonly at: Date;
}

/** One whose message was found. */
interface Found extends Press {
  readonly send: TrackedSend;
  /** What of its sender's mail ends. */
  readonly scopes: readonly OptOut[];
}

/** In one transaction: it holds up what else an organization does for some tens of milliseconds. */
const MOST = 100;

type Record = (press: Press) => Promise<TrackedSend | null>;
const records = new WeakMap<Database, Map<string, Record>>();

/**
 * Records an opt-out, together with others of the organization that come at the same time, so that what
 * a transaction costs, and its way to the disk, is shared. Answers the message that it was about; null,
 * and nothing is recorded, where there is none.
 */
export function recordOptOut(database: Database, press: Press): Promise<TrackedSend | null> {
  const { organizationId } = press.linked.keys;
  const all = records.get(database) ?? new Map<string, Record>();
  records.set(database, all);
  let record = all.get(organizationId);
  if (record === undefined) {
    record = gathered((presses) => recordAll(database, presses), MOST);
    all.set(organizationId, record);
  }
  return record(press);
}

/**
 * Who says no to a message refuses all commercial mail of its sender (15 USC 7704(a)(4)(A)(i)), not
 * one list of it; the gate counts marketing in with that. An appeal for donations is refused as
 * such (45 CFR 164.514(f)(2)), and as commercial mail too where it is both.
 */
export function scopesOf({ communication }: TrackedSend): readonly OptOut[] {
  if (communication.category !== 'fundraising') return ['all_commercial'];
  return communication.commercial ? ['fundraising', 'all_commercial'] : ['fundraising'];
}

/** Eight statements, however many pressed: each is a way to the database and back. */
async function recordAll(
  database: Database,
  presses: readonly Press[],
): Promise<readonly (TrackedSend | null)[]> {
  const last = presses.at(-1);
  if (last === undefined) return [];
  const { keys } = last.linked;
  return inTransaction(database, async (tx) => {
    await lock(tx, keys.organizationId);
    const linked = presses.map((press) => press.linked);
    const sends = await trackedSends(tx, keys, linked, { prepared: true });
    const found = presses.flatMap((press, place): readonly Found[] => {
      const send = sends[place] ?? null;
      return send === null ? [] : [{ ...press, send, scopes: scopesOf(send) }];
    });
    const people = found.map(({ send }) => send.personId);
    const consent = await loadConsent(tx, keys, people);
    const { events, pressed } = await optOutsOf(tx, found, consent);
    await recordConsent(tx, keys, events);
    await recordPresses(tx, found, consent);
    const notes = pressed.map(({ send: { personId: contactId, campaignId } }) => ({
      actor: 'recipient',
      action: 'consent.unsubscribed' as const,
      subject: { contactId, campaignId },
    }));
    await appendAudits(tx, keys, notes, last.at);
    return sends;
  });
}

/** Two processes at once wait for each other here, so that nothing is recorded twice. */
async function lock(tx: Tx, organizationId: string): Promise<void> {
  // what follows looks people up by key: its plans are kept, and must be right when the tables have grown
  await sql`/* prepared: lock_opt_outs */
    select pg_advisory_xact_lock(hashtextextended(${`unsubscribe:${organizationId}`}, 0)),
      set_config('enable_seqscan', 'off', true)`.execute(tx);
}

type Ledgers = ReadonlyMap<string, readonly ConsentEvent[]>;

/** What nobody had refused yet, and by which presses they do. */
async function optOutsOf(tx: Tx, found: readonly Found[], consent: Ledgers) {
  const optOuts = new Map(
    found.map(({ send: { personId }, at }) => {
      const before = recipientAt(consent.get(personId) ?? [], at.toISOString());
      return [personId, new Set(before.optOuts)];
    }),
  );
  const events: NewConsent[] = [];
  const pressed: Found[] = [];
  for (const press of found) {
    const { personId: contactId, keys } = press.send;
    const before = optOuts.get(contactId);
    const missing = press.scopes.filter((scope) => !before?.has(scope));
    if (missing.length === 0) continue;
    for (const scope of missing) before?.add(scope);
    const shown = await shownTo(tx, press);
    const evidence = sealEvidence(keys, contactId, { identifiedBy: 'link', ...press.evidence });
    pressed.push(press);
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
  return { events, pressed };
}

async function shownTo(tx: Tx, { send, scopes, shown }: Found): Promise<string | null> {
  if (shown === null) return null;
  // each offer has a wording of its own, and versions of it
  const kind = `unsubscribe:${scopes.join('+')}`;
  return shownText(tx, send.organizationId, { kind, language: 'en', body: shown });
}

/** The figure of each message from which somebody left, once. */
async function recordPresses(tx: Tx, found: readonly Found[], consent: Ledgers): Promise<void> {
  // a press leaves an opt-out: who never had one has pressed nothing before
  const again = found.filter(({ send: { personId } }) =>
    consent.get(personId)?.some(({ fact }) => fact.kind === 'opted_out'),
  );
  const known = await leftBefore(
    tx,
    again.map(({ send }) => send),
  );
  const happened: Happened[] = [];
  for (const { send, at } of found) {
    const name = `${send.campaignId} ${send.contactId}`;
    if (known.has(name)) continue;
    known.add(name);
    happened.push({ send, event: { kind: 'unsubscribe' }, visit: { head: false }, at });
  }
  await recordEvents(tx, happened);
}
