import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

/** How many contacts there are: everybody is counted, nobody is listed, so that no look at people is noted. */
export const contactTotalQuery = queryOptions({
  queryKey: ['contacts', 'total'],
  queryFn: async () => {
    const call = api.POST('/api/v1/segments/count', { body: { tree: { op: 'and', of: [] } } });
    return (await answer(call)).total;
  },
  staleTime: 60_000,
});

/** Who asked for a restriction and has no answer yet. */
export const restrictionsQuery = queryOptions({
  queryKey: ['restrictions'],
  queryFn: () => answer(api.GET('/api/v1/restriction-requests')),
});
