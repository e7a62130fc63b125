import type { AnswerOf } from '@postern/sdk';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Campaign = AnswerOf<'getCampaign'>;
type CampaignPage = AnswerOf<'listCampaigns'>;

export const campaignsQuery = infiniteQueryOptions({
  queryKey: ['campaigns', 'list'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }): Promise<CampaignPage> => {
    const query = { limit: 100, ...(pageParam && { cursor: pageParam }) };
    return answer(api.GET('/api/v1/campaigns', { params: { query } }));
  },
  getNextPageParam: (last) => last.nextCursor ?? undefined,
});

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id],
    queryFn: () => answer(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } })),
  });

/** For what its people wait. What receivers say changes by itself. */
export const waitingQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'waiting'],
    queryFn: () => answer(api.GET('/api/v1/campaigns/{id}/waiting', { params: { path: { id } } })),
    refetchInterval: 10_000,
  });

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'report'],
    queryFn: () => answer(api.GET('/api/v1/campaigns/{id}/report', { params: { path: { id } } })),
  });

/** Puts what the server just said of a campaign where the pages look. */
export function rememberCampaign(queries: QueryClient, campaign: Campaign): void {
  queries.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
  void queries.invalidateQueries({ queryKey: campaignsQuery.queryKey });
}
