import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEvents } from '../api/events.ts';
import { type Campaign, campaignQuery, rememberCampaign } from './queries.ts';

/** A campaign that keeps itself up to date as long as it is on. */
export function useLiveCampaign(id: string): Campaign {
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(campaignQuery(id));
  const on = data.state === 'running' || data.state === 'paused';
  useEvents<Campaign>(on ? `/api/v1/campaigns/${id}/events` : null, (campaign) => {
    if (campaign.state === data.state) queries.setQueryData(campaignQuery(id).queryKey, campaign);
    else rememberCampaign(queries, campaign);
  });
  return data;
}
