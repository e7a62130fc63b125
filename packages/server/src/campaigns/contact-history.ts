import type { SendState } from '@postern/core/delivery';
import { validate } from 'uuid';
import { absorbedBy } from '../contacts/index.ts';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import { sendReason } from './send-reason.ts';

/** More than a person has in many years; the page shows the newest. */
const MOST = 500;

const SETTLED = ['accepted', 'refused', 'suppressed', 'failed', 'uncertain'] as const;

const EVENTS = {
  open: 'Opened the message, as far as can be told: a mail program may load pictures by itself.',
  click: 'Clicked a link in the message.',
  unsubscribe: 'Unsubscribed by the link in the message.',
  bounce: 'The message came back.',
  complaint: 'Called the message spam.',
  auto_reply: 'An automatic answer came back: the message arrived.',
  read: 'Showed who they are and read the message where it waited for them: evidence of access.',
} as const;

/** One thing that happened between the sender and a person. `at` is RFC 3339 UTC. */
export interface HistoryEntry {
  readonly at: string;
  readonly kind: (typeof SETTLED)[number] | keyof typeof EVENTS;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly sentence: string;
  readonly citations: string[];
}

/**
 * What was sent to a person or refused, opened and clicked, newest first, at most 500. What a
 * scanner fetched is left out. Campaigns are joined by name here: they live in no bucket.
 */
export async function contactHistory(
  db: Database | Tx,
  organizationId: string,
  contactId: string,
): Promise<HistoryEntry[]> {
  if (!validate(contactId)) return [];
  // what was sent to a record that was merged into this one stays under its id
  const traces = await absorbedBy(db, organizationId, contactId);
  const ids = [contactId, ...traces.map(({ id }) => id)];
  const buckets = ids.map(bucketOf);
  const sends = await db
    .selectFrom('told_sends')
    .select(['campaign_id', 'state', 'code', 'reason', 'citations', 'settled_at'])
    .select('due_at')
    .where('bucket', 'in', buckets)
    .where('organization_id', '=', organizationId)
    .where('contact_id', 'in', ids)
    .where('state', 'in', SETTLED)
    .execute();
  const events = await db
    .selectFrom('events')
    .select(['campaign_id', 'kind', 'at'])
    .where('bucket', 'in', buckets)
    .where('organization_id', '=', organizationId)
    .where('contact_id', 'in', ids)
    .where('machine', '=', false)
    .orderBy('at', 'desc')
    .limit(MOST)
    .execute();
  const entries = [
    ...sends.map((send) => ({
      at: send.settled_at ?? send.due_at,
      kind: send.state as (typeof SETTLED)[number],
      campaignId: send.campaign_id,
      sentence: sendReason(send as typeof send & { readonly state: SendState }),
      citations: send.citations ?? [],
    })),
    ...events.map(({ at, kind, campaign_id }) => ({
      at,
      kind,
      campaignId: campaign_id,
      sentence: EVENTS[kind],
      citations: [],
    })),
  ];
  const names = await campaignNames(db, organizationId, [
    ...new Set(entries.map(({ campaignId }) => campaignId)),
  ]);
  return entries
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, MOST)
    .map((entry) => ({
      ...entry,
      at: entry.at.toISOString(),
      campaignName: names.get(entry.campaignId) ?? '',
    }));
}

async function campaignNames(
  db: Database | Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('campaigns')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
