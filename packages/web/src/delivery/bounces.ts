import type { AnswerOf } from '@postern/sdk';
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { Tone } from '../parts/Dot.tsx';

type ReturnsPage = AnswerOf<'listReturnedMail'>;
type SuppressionsPage = AnswerOf<'listSuppressions'>;
export type ReturnedMail = ReturnsPage['data'][number];
export type ReturnClass = ReturnedMail['class'];
export type Suppression = SuppressionsPage['data'][number];
export type Provider = AnswerOf<'listProviders'>['data'][number];

/** What came back, as people say it. */
export const CLASSES: Record<ReturnClass, { word: string; tone: Tone }> = {
  hard: { word: 'No such mailbox', tone: 'fail' },
  soft: { word: 'Not now', tone: 'unsure' },
  policy: { word: 'Refused by policy', tone: 'need' },
  complaint: { word: 'Complaint', tone: 'out' },
  auto_reply: { word: 'Automatic answer', tone: 'none' },
  delivered: { word: 'Arrived', tone: 'good' },
  unknown: { word: 'Not understood', tone: 'unsure' },
};

export const REASONS: Record<Suppression['reason'], string> = {
  hard_bounce: 'There is no such mailbox',
  soft_bounces: 'Out of reach for a week and three messages',
  complaint: 'Called a message spam',
  by_hand: 'Added by a person',
};

const ACTED: Record<string, string> = {
  suppressed: 'Nothing is sent to this address any more.',
  opted_out: 'Opted out of all commercial mail.',
  settled: 'It settled a message of which nobody knew.',
  address_changed: 'The address on file may be another by now: left as it is.',
  provider_stopped: 'Marketing to this provider has stopped.',
};

/** What followed, a sentence each; that it was counted goes without saying. */
export function sentencesOf({ acted }: Pick<ReturnedMail, 'acted'>): readonly string[] {
  return acted.flatMap((one) => ACTED[one] ?? []);
}

const VIEWS = ['suppressed', 'providers'] as const;

export interface BouncesSearch {
  view?: (typeof VIEWS)[number];
  class?: ReturnClass;
}

const isClass = (value: unknown): value is ReturnClass =>
  typeof value === 'string' && Object.hasOwn(CLASSES, value);

/** What an address of the page asks for. */
export function bouncesOf(search: Readonly<Record<string, unknown>>): BouncesSearch {
  const view = VIEWS.find((one) => one === search['view']);
  if (view) return { view };
  const chosen = search['class'];
  return isClass(chosen) ? { class: chosen } : {};
}

/* Each look is an entry in the audit: nothing is fetched again because somebody came back. */
const looked = { staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false };
const next = (last: { nextCursor: string | null }) => last.nextCursor ?? undefined;
const first = undefined as string | undefined;

export const returnsQuery = (chosen: ReturnClass | undefined) =>
  infiniteQueryOptions({
    queryKey: ['bounces', 'returned', chosen ?? 'all'],
    initialPageParam: first,
    queryFn: ({ pageParam }): Promise<ReturnsPage> => {
      const query = { ...(chosen && { class: chosen }), ...(pageParam && { cursor: pageParam }) };
      return answer(api.GET('/api/v1/delivery/returned-mail', { params: { query } }));
    },
    getNextPageParam: next,
    ...looked,
  });

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ['bounces', 'source', id],
    queryFn: () =>
      answer(api.GET('/api/v1/delivery/returned-mail/{id}', { params: { path: { id } } })),
    ...looked,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const suppressionsQuery = infiniteQueryOptions({
  queryKey: ['bounces', 'suppressed'],
  initialPageParam: first,
  queryFn: ({ pageParam }): Promise<SuppressionsPage> => {
    const query = pageParam ? { cursor: pageParam } : {};
    return answer(api.GET('/api/v1/delivery/suppressions', { params: { query } }));
  },
  getNextPageParam: next,
  ...looked,
});

export const providersQuery = queryOptions({
  queryKey: ['bounces', 'providers'],
  queryFn: () => answer(api.GET('/api/v1/delivery/providers')),
});

/** Lets an address be written to again. */
export function useReleaseAddress(done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(api.POST('/api/v1/delivery/suppressions/{id}/release', { params: { path: { id } } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: suppressionsQuery.queryKey });
      // it stands on the person's page too
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      done();
    },
  });
}

/** Lets marketing to a provider go on. */
export function useReleaseProvider(done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (provider: string) =>
      answer(api.POST('/api/v1/delivery/providers/release', { body: { provider } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: providersQuery.queryKey });
      done();
    },
  });
}
