import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type SingleSignOn = AnswerOf<'getSingleSignOn'>;
export type Connection = NonNullable<SingleSignOn['connection']>;

export const singleSignOnQuery = queryOptions({
  queryKey: ['single-sign-on'],
  queryFn: () => answer(api.GET('/api/v1/single-sign-on')),
});
