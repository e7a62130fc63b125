import type { AnswerOf } from '@postern/sdk';
import { type QueryClient, queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../api/client.ts';

export type SignUpForm = AnswerOf<'getSignUpForm'>;
export type Content = SignUpForm['content'];
export type Asked = Content['asked'][number];

export const signUpFormsQuery = queryOptions({
  queryKey: ['sign-up-forms', 'list'],
  queryFn: () => answer(api.GET('/api/v1/sign-up-forms')),
});

export const signUpFormQuery = (id: string) =>
  queryOptions({
    queryKey: ['sign-up-forms', id],
    queryFn: () => answer(api.GET('/api/v1/sign-up-forms/{id}', { params: { path: { id } } })),
  });

/** Puts what the server just said of a form where the pages look. */
export function rememberSignUpForm(queries: QueryClient, form: SignUpForm): void {
  queries.setQueryData(signUpFormQuery(form.id).queryKey, form);
  void queries.invalidateQueries({ queryKey: signUpFormsQuery.queryKey });
}

export function useSaveSignUpForm(id: string, saved: (form: SignUpForm) => void) {
  return useMutation({
    mutationFn: ({ version, change }: { version: number; change: Content }) =>
      answer(
        api.PUT('/api/v1/sign-up-forms/{id}', {
          params: { path: { id } },
          body: change,
          headers: ifMatch(version),
        }),
      ),
    onSuccess: saved,
  });
}
