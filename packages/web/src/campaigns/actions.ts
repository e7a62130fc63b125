import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, newKey, once } from '../api/client.ts';
import { rememberCampaign } from './queries.ts';

export type Verb = 'launch' | 'pause' | 'resume' | 'cancel';

/**
 * Does something to a campaign. Not optimistic: what goes out cannot be taken back. `key` names the
 * intent; without one, each call is an intent of its own.
 */
export function useAct(id: string, key?: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (verb: Verb) => {
      const options = { params: { path: { id } }, headers: once(key ?? newKey()) };
      switch (verb) {
        case 'launch':
          return answer(api.POST('/api/v1/campaigns/{id}/launch', options));
        case 'pause':
          return answer(api.POST('/api/v1/campaigns/{id}/pause', options));
        case 'resume':
          return answer(api.POST('/api/v1/campaigns/{id}/resume', options));
        case 'cancel':
          return answer(api.POST('/api/v1/campaigns/{id}/cancel', options));
      }
    },
    onSuccess: (campaign) => rememberCampaign(queries, campaign),
  });
}
