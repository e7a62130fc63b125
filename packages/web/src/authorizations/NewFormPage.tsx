import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { Choice } from '../parts/Choice.tsx';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useMay } from '../session/session.ts';
import { type FormKind, rememberForm } from './form-queries.ts';
import { FORM_KIND_WORDS, FORM_KINDS } from './form-words.ts';

const route = getRouteApi('/shell/authorization-forms/new');
const OPTIONS = FORM_KINDS.map((value) => ({ value, ...FORM_KIND_WORDS[value] }));

/** Begins a form by what it is to allow. */
export function NewFormPage() {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [kind, choose] = useState<FormKind>('marketing');
  const create = useMutation({
    mutationFn: () => {
      const body = { kind };
      return answer(api.POST('/api/v1/authorization-forms', { body, headers: intent(key, body) }));
    },
    onSuccess: (form) => {
      rememberForm(queries, form);
      void navigate({ to: '/authorization-forms/$id', params: { id: form.id } });
    },
  });
  if (!useMay('forms:write')) return <NotForRole title="New form" needs="settings:write" />;
  return (
    <>
      <PageHeader
        title="New form"
        above={<TextLink to="/authorization-forms">Authorization forms</TextLink>}
      />
      <Problem error={create.error} />
      <Choice
        label="What is it to allow?"
        description="It begins with a complete text in plain English, in your name. All of it can be changed."
        value={kind}
        choose={choose}
        options={OPTIONS}
        columns
      />
      <Button mt="xl" loading={create.isPending} onClick={() => create.mutate()}>
        Begin
      </Button>
    </>
  );
}
