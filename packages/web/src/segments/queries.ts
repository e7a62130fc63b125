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

/** How many a tree finds now, its class, its sentence. The last answer stays until the next is in. */
export const countQuery = (tree: SegmentTree) =>
  queryOptions({
    queryKey: ['segments', 'count', tree],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/segments/count', { body: { tree }, signal })),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
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
