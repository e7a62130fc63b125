import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Emergency = AnswerOf<'listEmergencies'>['data'][number];

export const emergenciesQuery = queryOptions({
  queryKey: ['emergencies', 'list'],
  queryFn: async () => (await answer(api.GET('/api/v1/emergencies'))).data,
});

export const emergencyQuery = (id: string) =>
  queryOptions({
    queryKey: ['emergencies', id],
    queryFn: () => answer(api.GET('/api/v1/emergencies/{id}', { params: { path: { id } } })),
  });
