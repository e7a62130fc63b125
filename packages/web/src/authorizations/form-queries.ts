import type { AnswerOf } from '@postern/sdk';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Form = AnswerOf<'getAuthorizationForm'>;
export type Content = Form['content'];
export type FormKind = Content['kinds'][number];
export type Wording = Form['wording'];
export type Checked = AnswerOf<'checkAuthorizationForm'>;
export type Fault = Checked['faults'][number];
export type ListedForm = AnswerOf<'listAuthorizationForms'>['data'][number];

export const formsQuery = queryOptions({
  queryKey: ['authorization-forms', 'list'],
  queryFn: () => answer(api.GET('/api/v1/authorization-forms')),
});

export const formQuery = (id: string) =>
  queryOptions({
    queryKey: ['authorization-forms', id],
    queryFn: () =>
      answer(api.GET('/api/v1/authorization-forms/{id}', { params: { path: { id } } })),
  });

export const formVersionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['authorization-forms', id, version],
    queryFn: () =>
      answer(
        api.GET('/api/v1/authorization-forms/{id}/versions/{version}', {
          params: { path: { id, version } },
        }),
      ),
  });

/** What a form lacks and how it reads. The last answer stays until the next is there. */
export const checkFormQuery = (content: Content) =>
  queryOptions({
    queryKey: ['authorization-forms', 'check', content],
    queryFn: ({ signal }) =>
      answer(api.POST('/api/v1/authorization-forms/check', { body: { content }, signal })),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });

/** Puts what the server just said of a form where the pages look. */
export function rememberForm(queries: QueryClient, form: Form): void {
  queries.setQueryData(formQuery(form.id).queryKey, form);
  void queries.invalidateQueries({ queryKey: formsQuery.queryKey });
}
