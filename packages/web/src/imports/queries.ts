import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Import = AnswerOf<'getImport'>;

export const importsQuery = queryOptions({
  queryKey: ['imports', 'list'],
  queryFn: () => answer(api.GET('/api/v1/imports')),
});
