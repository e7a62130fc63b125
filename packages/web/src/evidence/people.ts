import type { AnswerOf } from '@postern/sdk';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { Evidence } from './search.ts';

export type EvidencePage = AnswerOf<'campaignPeople'>;
export type EvidencePerson = EvidencePage['data'][number];

/** The people behind a figure of a campaign, page by page. */
export function peopleQuery(id: string, { show, part, state, code, event, link }: Evidence) {
  return infiniteQueryOptions({
    queryKey: ['campaigns', id, 'people', { show, part, state, code, event, link }],
    enabled: show !== undefined,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<EvidencePage> => {
      const page = { limit: 50, ...(pageParam && { cursor: pageParam }), ...(code && { code }) };
      if (show === 'review') {
        const query = { ...page, ...(part && { part }) };
        return answer(
          api.GET('/api/v1/campaigns/{id}/review/people', { params: { path: { id }, query } }),
        );
      }
      const query = {
        ...page,
        ...(state && { state }),
        ...(event && { event }),
        ...(link !== undefined && { link }),
      };
      return answer(api.GET('/api/v1/campaigns/{id}/people', { params: { path: { id }, query } }));
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}
