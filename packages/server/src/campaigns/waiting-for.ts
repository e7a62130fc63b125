import { nextOpen, windowWords, ZONES } from '@postern/core/shaping';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { getPace, readWindow } from '../shaping/index.ts';
import { type CampaignRow, findCampaign } from './campaign-row.ts';
import { inEveryBucket } from './every-bucket.ts';
import { PACE, providersOf, reasonsOf, type WaitingFor } from './waiting-reasons.ts';

export interface Waiting {
  readonly reasons: readonly WaitingFor[];
  /** Who waits for one of the reasons that have no figure of their own. */
  readonly others: number;
}

const NOBODY: Waiting = { reasons: [], others: 0 };

/**
 * Who waits for a later moment, and for what. Nobody records why somebody's turn has not come; but
 * a window opens at a minute that is known, so that those who wait for it are told by theirs, and for
 * the rest all counts that applies now. Null when the organization has no campaign of this id.
 */
export async function waitingFor(
  db: Database | Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<Waiting | null> {
  const campaign = await findCampaign(db, organizationId, id);
  if (campaign === null) return null;
  const { state } = campaign;
  if (state !== 'running' && state !== 'paused') return NOBODY;
  const stopped = await providersOf(db, campaign);
  // nothing else holds up what is paused: nothing would leave anyway
  if (state === 'paused') return { reasons: stopped, others: 0 };
  const later = await loadLater(db, campaign, now);
  const deferred = deferredOf(later);
  const window = await windowOf(db, campaign, later, now);
  const atWindow = window.reduce((sum, { people }) => sum + (people ?? 0), 0);
  const queued = later.filter(({ state: one }) => one === 'queued');
  const others = queued.reduce((sum, { count }) => sum + count, 0) - atWindow;
  const known = others === 0 ? [] : await reasonsOf(db, campaign, now);
  const unexplained = others > 0 && known.length + stopped.length === 0;
  return {
    reasons: [...window, ...stopped, ...known, ...(unexplained ? [PACE] : []), ...deferred],
    others,
  };
}

interface Later {
  readonly state: 'queued' | 'deferred';
  /** The minute in which they are due. */
  readonly minute: Date;
  readonly first: Date;
  readonly count: number;
}

async function loadLater(
  db: Database | Tx,
  { organization_id, id }: CampaignRow,
  now: Date,
): Promise<readonly Later[]> {
  const { rows } = await sql<Later>`
    select s.state, date_trunc('minute', s.due_at) as minute, min(s.due_at) as first,
      count(*)::integer as count
    from sends s
    where ${inEveryBucket(sql`s.bucket`)} and s.organization_id = ${organization_id}
      and s.campaign_id = ${id} and s.state in ('queued', 'deferred') and s.due_at > ${now}
    group by s.state, minute`.execute(db);
  return rows;
}

function deferredOf(later: readonly Later[]): readonly WaitingFor[] {
  const put = later.filter(({ state }) => state === 'deferred');
  if (put.length === 0) return [];
  const first = Math.min(...put.map((one) => one.first.getTime()));
  return [
    {
      kind: 'deferred',
      people: put.reduce((sum, { count }) => sum + count, 0),
      sentence:
        'Their mail server put the message off, or could not be reached; each is tried again.',
      until: new Date(first).toISOString(),
    },
  ];
}

/** One reason for each moment at which the window opens for somebody. */
async function windowOf(
  db: Database | Tx,
  { organization_id, stream, send_window }: CampaignRow,
  later: readonly Later[],
  now: Date,
): Promise<readonly WaitingFor[]> {
  if (stream !== 'marketing') return [];
  const pace = await getPace(db, organization_id);
  const window = readWindow(send_window) ?? pace.window;
  if (window === null) return [];
  const zones = new Set([...ZONES, pace.timeZone]);
  const opens = [...zones].map((zone) => nextOpen(window, zone, now.getTime()));
  const moments = new Set(opens.filter((moment) => moment !== null));
  return [...moments]
    .toSorted((a, b) => a - b)
    .flatMap((moment): WaitingFor[] => {
      const own = later.filter(
        ({ state, minute }) => state === 'queued' && minute.getTime() === moment,
      );
      if (own.length === 0) return [];
      return [
        {
          kind: 'window',
          people: own.reduce((sum, { count }) => sum + count, 0),
          sentence: `The send window is shut where they live: ${windowWords(window)}.`,
          until: new Date(moment).toISOString(),
        },
      ];
    });
}
