import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import classes from '../parts/EditForm.module.css';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useMay } from '../session/session.ts';
import { rememberSignUpForm } from './queries.ts';
import { SHOWN, SignUpFields } from './SignUpFields.tsx';
import { STARTING } from './words.ts';

const route = getRouteApi('/shell/sign-up-forms/new');

/** Makes a form; it has its public address from then on. */
export function NewSignUpFormPage() {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [draft, setDraft] = useState(STARTING);
  const create = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/sign-up-forms', { body: draft, headers: intent(key, draft) })),
    onSuccess: (form) => {
      rememberSignUpForm(queries, form);
      void navigate({ to: '/sign-up-forms/$id', params: { id: form.id } });
    },
  });
  if (!useMay('contacts:write')) {
    return <NotForRole title="New sign-up form" needs="contacts:write" />;
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <>
      <PageHeader
        title="New sign-up form"
        above={<TextLink to="/sign-up-forms">Sign-up forms</TextLink>}
      />
      <form onSubmit={submit}>
        <fieldset className={classes.form} aria-label="Sign-up form">
          <Problem error={create.error} shown={SHOWN} />
          <SignUpFields
            draft={draft}
            put={(some) => setDraft((before) => ({ ...before, ...some }))}
            error={create.error}
          />
          <div className={classes.foot}>
            <Button type="submit" loading={create.isPending} disabled={draft.name.trim() === ''}>
              Make it
            </Button>
          </div>
        </fieldset>
      </form>
    </>
  );
}
