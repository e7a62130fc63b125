import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Application = AnswerOf<'listApplications'>['data'][number];
export type ApplicationKey = Application['keys'][number];
export type MadeKey = AnswerOf<'makeApplicationKey'>;
export type RateLimit = AnswerOf<'getRateLimits'>['data'][number];
export type Hour = AnswerOf<'applicationUse'>['data'][number];

export const applicationsQuery = queryOptions({
  queryKey: ['applications'],
  queryFn: async () => (await answer(api.GET('/api/v1/applications'))).data,
});

export const applicationUseQuery = (id: string) =>
  queryOptions({
    queryKey: ['applications', id, 'use'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/applications/{id}/use', { params: { path: { id } } }))).data,
  });

export const rateLimitsQuery = queryOptions({
  queryKey: ['rate-limits'],
  queryFn: async () => (await answer(api.GET('/api/v1/rate-limits'))).data,
});
