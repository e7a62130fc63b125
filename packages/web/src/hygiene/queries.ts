import type { AnswerOf, operations } from '@postern/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Hygiene = AnswerOf<'getHygiene'>;
export type Look = NonNullable<Hygiene['look']>;
export type Finding = keyof Hygiene['findings'];
export type Surety = keyof Hygiene['pairs'];
export type Compared = AnswerOf<'compareDuplicates'>;
export type SegmentOf =
  operations['segmentOfHygiene']['requestBody']['content']['application/json'];
type PairsPage = AnswerOf<'listDuplicates'>;
export type Pair = PairsPage['data'][number];
type PeoplePage = AnswerOf<'findingPeople'>;

/** Each look at people is an entry in the audit: not again because somebody came back to the tab. */
const looked = { staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false };

export const hygieneQuery = queryOptions({
  queryKey: ['hygiene'],
  queryFn: () => answer(api.GET('/api/v1/hygiene')),
});

/** `look`: when the last look ended; another one finds others. `surety`: of one alone. */
export const pairsQuery = (look: string | null, surety: Surety | null) =>
  infiniteQueryOptions({
    queryKey: ['hygiene', 'pairs', look, surety],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<PairsPage> => {
      const query = {
        limit: 50,
        ...(surety && { surety }),
        ...(pageParam && { cursor: pageParam }),
      };
      return answer(api.GET('/api/v1/hygiene/duplicates', { params: { query } }));
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    ...looked,
  });

export const comparedQuery = (one: string, other: string) =>
  queryOptions({
    queryKey: ['hygiene', 'pair', one, other],
    queryFn: () => answer(api.POST('/api/v1/hygiene/duplicates/compare', { body: { one, other } })),
    ...looked,
    // what is decided about has to be what is on file
    staleTime: 0,
  });

export const findingQuery = (finding: Finding) =>
  infiniteQueryOptions({
    queryKey: ['hygiene', 'addresses', finding],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<PeoplePage> => {
      const query = { limit: 100, ...(pageParam && { cursor: pageParam }) };
      const params = { path: { finding }, query };
      return answer(api.GET('/api/v1/hygiene/addresses/{finding}/people', { params }));
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    ...looked,
  });

/** Ends the writing to all addresses of a kind, some hundred at a time; answers to how many. */
export async function suppressAll(finding: Finding): Promise<number> {
  let cursor: string | null = null;
  let count = 0;
  do {
    const done: AnswerOf<'suppressFinding'> = await answer(
      api.POST('/api/v1/hygiene/addresses/{finding}/suppress', {
        params: { path: { finding } },
        body: { cursor },
      }),
    );
    count += done.suppressed;
    cursor = done.nextCursor;
  } while (cursor !== null);
  return count;
}
