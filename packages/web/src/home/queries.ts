import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

/** How many contacts there are. */
export const contactTotalQuery = queryOptions({
  queryKey: ['contacts', 'total'],
  queryFn: async () => {
    const call = api.GET('/api/v1/contacts', { params: { query: { limit: 1 } } });
    return (await answer(call)).total;
  },
  staleTime: 60_000,
});

/** Who asked for a restriction and has no answer yet. */
export const restrictionsQuery = queryOptions({
  queryKey: ['restrictions'],
  queryFn: () => answer(api.GET('/api/v1/restriction-requests')),
});
