import type { AnswerOf } from '@postern/sdk';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Import = AnswerOf<'getImport'>;
export type Preview = AnswerOf<'previewImport'>;
export type Source = 'own_records' | 'sign_up' | 'event' | 'partner' | 'bought_list';
export type Column = Preview['columns'][number];

export const importsQuery = queryOptions({
  queryKey: ['imports', 'list'],
  queryFn: () => answer(api.GET('/api/v1/imports')),
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: () => answer(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
  });

/** Headings and first rows; there only until the import is done, since the file goes then. */
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id, 'preview'],
    queryFn: () => answer(api.GET('/api/v1/imports/{id}/preview', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Puts what the server just said of an import where the pages look. */
export function rememberImport(queries: QueryClient, one: Import): void {
  queries.setQueryData(importQuery(one.id).queryKey, one);
  void queries.invalidateQueries({ queryKey: importsQuery.queryKey });
  if (one.state === 'done') void queries.invalidateQueries({ queryKey: ['contacts'] });
}
