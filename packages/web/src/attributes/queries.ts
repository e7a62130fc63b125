import type { AnswerOf } from '@postern/sdk';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Attribute = AnswerOf<'listAttributes'>['data'][number];

/** All definitions, deleted ones too: what used one can still say its name. */
export const attributesQuery = queryOptions({
  queryKey: ['attributes'],
  queryFn: async () => (await answer(api.GET('/api/v1/attributes'))).data,
  staleTime: 60_000,
});

export function useAttributes(): readonly Attribute[] {
  return useSuspenseQuery(attributesQuery).data;
}

export const isLive = ({ deletedAt }: Attribute) => deletedAt === null;
