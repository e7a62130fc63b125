import type { AnswerOf, operations } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Receiver = AnswerOf<'listReceivers'>['data'][number];
export type Site = AnswerOf<'listSites'>['data'][number];
export type Hold = Site['holds'][number];
export type SiteEvent = AnswerOf<'listSites'>['events'][number];
export type WarmUp = AnswerOf<'listWarmUps'>['data'][number];
export type OrganizationPace = AnswerOf<'getPace'>;
export type PaceChange = operations['putPace']['requestBody']['content']['application/json'];
export type SendWindow = NonNullable<OrganizationPace['window']>;

export const receiversQuery = queryOptions({
  queryKey: ['delivery', 'receivers'],
  queryFn: () => answer(api.GET('/api/v1/delivery/receivers')),
});

export const sitesQuery = queryOptions({
  queryKey: ['delivery', 'sites'],
  queryFn: () => answer(api.GET('/api/v1/delivery/sites')),
  // what receivers say changes by itself
  refetchInterval: 15_000,
});

export const warmUpsQuery = queryOptions({
  queryKey: ['delivery', 'warm-ups'],
  queryFn: () => answer(api.GET('/api/v1/delivery/warm-ups')),
});

export const paceQuery = queryOptions({
  queryKey: ['delivery', 'pace'],
  queryFn: () => answer(api.GET('/api/v1/delivery/pace')),
});

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export const DAY_OPTIONS = DAYS.map((label, index) => ({ value: String(index + 1), label }));

export const WORKING_HOURS: SendWindow = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' };

/** "Mon, Tue, 09:00 to 18:00". */
export function windowWords({ days, from, to }: SendWindow): string {
  const named = days.toSorted((a, b) => a - b).map((day) => DAYS[day - 1]);
  return `${days.length === 7 ? 'Every day' : named.join(', ')}, ${from} to ${to}`;
}
