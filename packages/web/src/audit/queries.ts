import type { AnswerOf } from '@postern/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { type AuditFilter, asQuery } from './filter.ts';

type AuditPage = AnswerOf<'listAudit'>;
export type Entry = AuditPage['data'][number];

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<AuditPage> => {
      const query = {
        limit: 100,
        ...asQuery(filter),
        ...(pageParam && { cursor: pageParam }),
      };
      return answer(api.GET('/api/v1/audit', { params: { query } }));
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
  });

/** Where the entries are downloaded as evidence. */
export const evidenceFile = (filter: AuditFilter) =>
  `/api/v1/audit/export?${new URLSearchParams(asQuery(filter))}`;

/** How far each place is behind changes by itself. */
export const forwardsQuery = queryOptions({
  queryKey: ['audit', 'forwards'],
  queryFn: async () => (await answer(api.GET('/api/v1/audit/forwards'))).data,
  refetchInterval: 5_000,
});
