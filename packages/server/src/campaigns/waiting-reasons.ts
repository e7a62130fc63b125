import { nextDay } from '@postern/core/shaping';
import type { Database, Tx } from '../database/index.ts';
import { loadStream } from '../domains/index.ts';
import { getPace, listWarmUps, stoppedProviders, suspendedSites } from '../shaping/index.ts';
import type { CampaignRow } from './campaign-row.ts';

/** Why people of a campaign that is on wait for a later moment. */
export interface WaitingFor {
  readonly kind: 'window' | 'deferred' | 'provider' | 'receiver' | 'warm_up' | 'rate' | 'pace';
  /** How many wait for this; null where it cannot be told from the others. */
  readonly people: number | null;
  readonly sentence: string;
  /** RFC 3339 UTC; of several moments the first. Null when it has no end of its own. */
  readonly until: string | null;
}

/** Providers to which the organization's marketing has stopped. */
export async function providersOf(
  db: Database | Tx,
  { organization_id, stream }: CampaignRow,
): Promise<readonly WaitingFor[]> {
  if (stream !== 'marketing') return [];
  const stopped = await stoppedProviders(db, organization_id);
  return [...stopped.keys()].toSorted().map((provider) => ({
    kind: 'provider',
    people: null,
    sentence: `Marketing to ${provider} has stopped, since too many of its people called it spam; it goes on when somebody lets it.`,
    until: null,
  }));
}

/** What else holds back this campaign's mail now; never a person. */
export async function reasonsOf(
  db: Database | Tx,
  campaign: CampaignRow,
  now: Date,
): Promise<readonly WaitingFor[]> {
  const { organization_id: organizationId, stream } = campaign;
  const sites = await suspendedSites(db, organizationId, stream, now);
  const receivers = sites.map(({ site, label, until }) => ({
    kind: 'receiver' as const,
    people: null,
    sentence: `${site} gets no ${stream === 'marketing' ? 'marketing' : 'mail'} for a while: ${label}.`,
    until: until.toISOString(),
  }));
  if (stream !== 'marketing') return receivers;
  return [
    ...receivers,
    ...(await warmUpsOf(db, organizationId, now)),
    ...(await ratesOf(db, campaign)),
  ];
}

async function warmUpsOf(
  db: Database | Tx,
  organizationId: string,
  now: Date,
): Promise<readonly WaitingFor[]> {
  const { domain, localAddress } = await loadStream(db, organizationId, 'marketing');
  const { timeZone } = await getPace(db, organizationId);
  const plans = await listWarmUps(db, organizationId, now);
  return plans.flatMap(({ subject, allowedToday, takenToday }): WaitingFor[] => {
    if (subject !== domain && subject !== localAddress) return [];
    if (allowedToday === null || takenToday < allowedToday) return [];
    const sentence = `The warm-up of ${subject} allows ${number(allowedToday)} messages today, and they are used up.`;
    const until = new Date(nextDay(timeZone, now.getTime())).toISOString();
    return [{ kind: 'warm_up', people: null, sentence, until }];
  });
}

async function ratesOf(
  db: Database | Tx,
  { organization_id, per_second }: CampaignRow,
): Promise<readonly WaitingFor[]> {
  const { perSecond } = await getPace(db, organization_id);
  const rate = (whose: string, each: number | null): WaitingFor[] =>
    each === null
      ? []
      : [
          {
            kind: 'rate',
            people: null,
            sentence: `${whose} at most ${number(Math.round(each * 60))} a minute.`,
            until: null,
          },
        ];
  return [
    ...rate('This campaign sends', per_second),
    ...rate('All marketing of yours together leaves at', perSecond),
  ];
}

/** Where nothing in particular does. */
export const PACE: WaitingFor = {
  kind: 'pace',
  people: null,
  sentence: 'Receivers are given as much at a time as they like; the rest follows by itself.',
  until: null,
};

/** 1,204: as it is written in the United States. */
const number = (count: number) => count.toLocaleString('en-US');
