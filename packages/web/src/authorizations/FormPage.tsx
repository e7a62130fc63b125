import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useMay } from '../session/session.ts';
import { EditDraft } from './EditDraft.tsx';
import { FormState } from './FormState.tsx';
import classes from './Forms.module.css';
import { type Form, formQuery, formVersionQuery, rememberForm } from './form-queries.ts';
import { Versions } from './Versions.tsx';
import { WordingView } from './WordingView.tsx';

const route = getRouteApi('/shell/authorization-forms/$id');

/** A form: its draft to write, or a version as it is read and signed. */
export function FormPage() {
  const { id } = route.useParams();
  const { version } = route.useSearch();
  const { data } = useSuspenseQuery(formQuery(id));
  const mayWrite = useMay('forms:write');
  if (version !== undefined && version !== data.version) {
    return <EarlierVersion id={id} version={version} />;
  }
  if (data.state === 'draft' && mayWrite)
    return <EditDraft key={`${id} ${data.version}`} saved={data} />;
  return (
    <Frozen form={data} action={mayWrite && data.state !== 'draft' && <Actions form={data} />} />
  );
}

function EarlierVersion({ id, version }: { id: string; version: number }) {
  const { data } = useSuspenseQuery(formVersionQuery(id, version));
  return <Frozen form={data} />;
}

function Frozen({ form, action }: { form: Form; action?: React.ReactNode }) {
  return (
    <>
      <PageHeader
        title={form.content.title.trim() === '' ? 'Without a title' : form.content.title}
        above={<TextLink to="/authorization-forms">Authorization forms</TextLink>}
        action={action}
      >
        Version {form.version} · <FormState state={form.state} />
      </PageHeader>
      <div className={classes.layout}>
        <WordingView wording={form.wording} />
        <aside className={classes.aside} aria-label="About this form" tabIndex={0}>
          {form.state !== 'draft' && (
            <p className={classes.dim}>
              This version is frozen: people sign it as it is. A change needs a new version.
            </p>
          )}
          <Versions form={form} shown={form.version} />
        </aside>
      </div>
    </>
  );
}

function Actions({ form }: { form: Form }) {
  const queries = useQueryClient();
  const [retiring, setRetiring] = useState(false);
  const params = { path: { id: form.id } };
  const took = (now: Form) => {
    rememberForm(queries, now);
    setRetiring(false);
  };
  const begin = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/authorization-forms/{id}/versions', { params })),
    onSuccess: took,
  });
  const retire = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/authorization-forms/{id}/retire', { params })),
    onSuccess: took,
  });
  return (
    <>
      <Problem error={begin.error} />
      {form.state === 'published' && (
        <Button variant="default" onClick={() => setRetiring(true)}>
          Retire
        </Button>
      )}
      <Button loading={begin.isPending} onClick={() => begin.mutate()}>
        New version
      </Button>
      {retiring && (
        <Ask
          title="Retire this form"
          yes="Retire it"
          grave
          pending={retire.isPending}
          error={retire.error}
          act={() => retire.mutate()}
          close={() => setRetiring(false)}
        >
          Nobody new is asked to sign it. What was signed on it stands until it ends or is revoked.
        </Ask>
      )}
    </>
  );
}
