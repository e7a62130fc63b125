import { type Figure, shownParts, shownWithin } from '@postern/core/analytics';
import { FIGURES, type StateFigure, type States } from '@postern/core/campaigns';
import { type Campaign, campaignLinks, getCampaign } from '../campaigns/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { countWays, type HourCount, loadRefused, loadSentPerHour } from './campaign-counts.ts';
import { type EventCounts, loadEventCounts } from './event-counts.ts';
import { type Refusal, shownRefusals } from './shown-refusals.ts';

/** What became of a campaign. A figure that is hidden is null. */
export interface CampaignReport {
  readonly campaign: Campaign;
  readonly states: Readonly<Record<keyof States, Figure>>;
  readonly refusals: readonly Refusal[];
  readonly funnel: Readonly<Record<FunnelStep, Figure>>;
  /** `hour`: its beginning, RFC 3339 UTC; hours in which nothing happened are left out. */
  readonly perHour: readonly {
    readonly hour: string;
    readonly sent: Figure;
    readonly opened: Figure;
    readonly clicked: Figure;
  }[];
  readonly links: readonly {
    readonly link: number;
    readonly target: string;
    readonly clicks: Figure;
    readonly people: Figure;
  }[];
  readonly note: string;
}

type FunnelStep =
  | 'audience'
  | 'sent'
  | 'delivered'
  | 'secured'
  | 'inPortal'
  | 'clicked'
  | 'opened'
  | 'unsubscribed';

const NOTE =
  'Opens are weak evidence: some mail programs load pictures without anybody reading, others never do. Go by the clicks.';
const NOBODY = { sent: 0, waiting: 0, refused: 0, suppressed: 0, failed: 0, uncertain: 0 };

/**
 * The report of a campaign; of a draft all is 0. Who may not see people gets no figure of 1 to 10,
 * and none from which one would follow. Null when the organization has no campaign of this id.
 */
export async function campaignReport(
  db: Database | Tx,
  organizationId: string,
  id: string,
  maySeePeople: boolean,
  now: Date,
): Promise<CampaignReport | null> {
  const campaign = await getCampaign(db, organizationId, id, now);
  if (campaign === null) return null;
  const counts = campaign.states ?? { audience: 0, ...NOBODY };
  const events = await loadEventCounts(db, organizationId, id);
  const { whole: audience, parts } = shownParts(pick(counts), maySeePeople);
  const sent = parts.sent;
  const { secured, inPortal } = await countWays(db, organizationId, id);
  // the rest was encrypted to whoever answered: what the two leave over would tell how many those are
  const encrypted = Math.max(0, counts.sent - secured - inPortal);
  const ways = shownParts({ secured, inPortal, encrypted }, maySeePeople, sent !== null).parts;
  // that so many of them opened it would tell how many they are at least
  const ofSent = (count: number) =>
    sent === null ? null : shownWithin(count, counts.sent, maySeePeople);
  const opened = ofSent(events.people.open);
  const clicked = ofSent(events.people.click);
  const shownCampaign = maySeePeople
    ? campaign
    : { ...campaign, states: null, perSecond: null, secondsLeft: null };
  return {
    campaign: shownCampaign,
    states: { audience, ...parts },
    refusals: shownRefusals(await loadRefused(db, organizationId, id), parts, maySeePeople),
    funnel: {
      audience,
      sent,
      delivered: ofSent(counts.sent),
      secured: ways.secured,
      inPortal: ways.inPortal,
      clicked,
      opened,
      unsubscribed: ofSent(events.people.unsubscribe),
    },
    perHour: perHour(
      {
        sent: {
          counts: await loadSentPerHour(db, organizationId, id),
          wholeShown: sent !== null,
        },
        opened: { counts: events.perHour.open, wholeShown: opened !== null },
        clicked: { counts: events.perHour.click, wholeShown: clicked !== null },
      },
      maySeePeople,
    ),
    links: links(await campaignLinks(db, organizationId, id), events, ofSent),
    note: NOTE,
  };
}

function pick(states: States): Record<StateFigure, number> {
  return Object.fromEntries(FIGURES.map((figure) => [figure, states[figure]])) as Record<
    StateFigure,
    number
  >;
}

interface Hours {
  readonly counts: readonly HourCount[];
  readonly wholeShown: boolean;
}

/** The hours of each figure, which add up to it. */
function perHour(
  figures: Readonly<Record<'sent' | 'opened' | 'clicked', Hours>>,
  maySeePeople: boolean,
): CampaignReport['perHour'] {
  const { sent, opened, clicked } = figures;
  const all = [sent, opened, clicked].flatMap(({ counts }) => counts.map(({ hour }) => hour));
  const hours = [...new Set(all)].toSorted();
  const shownHours = ({ counts, wholeShown }: Hours) => {
    const byHour = new Map(counts.map(({ hour, count }) => [hour, count]));
    const every = Object.fromEntries(hours.map((hour) => [hour, byHour.get(hour) ?? 0]));
    return shownParts(every, maySeePeople, wholeShown).parts;
  };
  const parts = {
    sent: shownHours(sent),
    opened: shownHours(opened),
    clicked: shownHours(clicked),
  };
  return hours.map((hour) => ({
    hour,
    sent: parts.sent[hour] ?? null,
    opened: parts.opened[hour] ?? null,
    clicked: parts.clicked[hour] ?? null,
  }));
}

/** Clicks are shown where the people who made them are. */
function links(
  targets: readonly string[],
  events: EventCounts,
  ofSent: (count: number) => Figure,
): CampaignReport['links'] {
  return targets.map((target, link) => {
    const { clicks, people } = events.links.get(link) ?? { clicks: 0, people: 0 };
    const shownPeople = ofSent(people);
    return { link, target, clicks: shownPeople === null ? null : clicks, people: shownPeople };
  });
}
