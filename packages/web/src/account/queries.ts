import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Account = AnswerOf<'getAccount'>;
export type OpenSession = Account['sessions'][number];

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: () => answer(api.GET('/api/v1/account')),
});
