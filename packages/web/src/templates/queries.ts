import type { AnswerOf } from '@postern/sdk';
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Template = AnswerOf<'getTemplate'>;
export type Source = AnswerOf<'starterTemplate'>;
export type Checked = AnswerOf<'checkTemplate'>;
export type TemplateProblem = Checked['problems'][number];
export type Place = TemplateProblem['place'];

export const templatesQuery = queryOptions({
  queryKey: ['templates', 'list'],
  queryFn: () => answer(api.GET('/api/v1/templates')),
});

export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', id],
    queryFn: () => answer(api.GET('/api/v1/templates/{id}', { params: { path: { id } } })),
  });

export const starterQuery = queryOptions({
  queryKey: ['templates', 'starter'],
  queryFn: () => answer(api.GET('/api/v1/templates/starter')),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What is wrong with a source, and how it looks compiled. The last answer stays meanwhile. */
export const checkQuery = (source: Source) =>
  queryOptions({
    queryKey: ['templates', 'check', source],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/templates/check', { body: source, signal })),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });

/** Puts what the server just said of a template where the pages look. */
export function rememberTemplate(queries: QueryClient, template: Template): void {
  queries.setQueryData(templateQuery(template.id).queryKey, template);
  void queries.invalidateQueries({ queryKey: templatesQuery.queryKey });
}

export const sourceOf = ({ subject, preheader, mjml, text }: Source): Source => ({
  subject,
  preheader,
  mjml,
  text,
});
