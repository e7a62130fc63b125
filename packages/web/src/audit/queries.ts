import type { AnswerOf } from '@postern/sdk';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

type AuditPage = AnswerOf<'listAudit'>;
export type Entry = AuditPage['data'][number];

export const auditQuery = (action: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['audit', action ?? 'all'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<AuditPage> => {
      const query = {
        limit: 100,
        ...(action && { action }),
        ...(pageParam && { cursor: pageParam }),
      };
      return answer(api.GET('/api/v1/audit', { params: { query } }));
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 0,
  });
