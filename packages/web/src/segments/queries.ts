import type { AnswerOf, SegmentTree } from '@postern/sdk';
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Segment = AnswerOf<'getSegment'>;
type PeoplePage = AnswerOf<'segmentPeople'>;

export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'list'],
  queryFn: () => answer(api.GET('/api/v1/segments')),
});

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', id],
    queryFn: () => answer(api.GET('/api/v1/segments/{id}', { params: { path: { id } } })),
  });

/**
 * How many a tree finds now, its class, its sentence; `of`: the segment whose tree it will be. The last
 * answer stays until the next is in.
 */
export const countQuery = (tree: SegmentTree, of: string | null) =>
  queryOptions({
    queryKey: ['segments', 'count', tree, of],
    queryFn: ({ signal }) =>
      answer(
        api.POST('/api/v1/segments/count', { body: { tree, ...(of !== null && { of }) }, signal }),
      ),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

/** A tree as text. Names stand in it, so it is asked anew each time. */
export const textQuery = (tree: SegmentTree) =>
  queryOptions({
    queryKey: ['segments', 'text', tree],
    queryFn: async () => (await answer(api.POST('/api/v1/segments/text', { body: { tree } }))).text,
    staleTime: 0,
    gcTime: 60_000,
  });

/** Codes that have names, by their system. */
export const namedCodesQuery = queryOptions({
  queryKey: ['named-codes'],
  queryFn: async () => (await answer(api.GET('/api/v1/named-codes'))).data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The people in a segment. Each look is an entry in the audit. */
export const peopleQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['segments', id, 'people'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<PeoplePage> => {
      const query = { limit: 100, ...(pageParam && { cursor: pageParam }) };
      return answer(api.GET('/api/v1/segments/{id}/people', { params: { path: { id }, query } }));
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });

/** Puts what the server just said of a segment where the pages look. */
export function rememberSegment(queries: QueryClient, segment: Segment): void {
  queries.setQueryData(segmentQuery(segment.id).queryKey, segment);
  void queries.invalidateQueries({ queryKey: segmentsQuery.queryKey });
  queries.removeQueries({ queryKey: peopleQuery(segment.id).queryKey });
}
