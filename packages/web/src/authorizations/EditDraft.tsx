import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { type Lead, Problem } from '../parts/Problem.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { useEdited } from '../parts/use-edited.ts';
import { CheckAside } from './builder/CheckAside.tsx';
import { Fields } from './builder/Fields.tsx';
import { FormState } from './FormState.tsx';
import classes from './Forms.module.css';
import { FIELD_WORDS, goTo, placeOf } from './field-words.ts';
import { type Content, checkFormQuery, type Form, rememberForm } from './form-queries.ts';
import { WordingView } from './WordingView.tsx';

/** Writes a draft: its fields as the document is read, what it lacks beside them, and how it reads. */
export function EditDraft({ saved }: { saved: Form }) {
  const queries = useQueryClient();
  const { base, draft, changed, put, take } = useEdited<Form, Content>(
    saved,
    ({ content }) => content,
    (form) => rememberForm(queries, form),
  );
  const [publishing, setPublishing] = useState(false);
  const [settled] = useDebouncedValue(draft, 400);
  const check = useQuery(checkFormQuery(settled));
  const params = { path: { id: saved.id } };
  const write = (revision: number) =>
    answer(
      api.PUT('/api/v1/authorization-forms/{id}', {
        params,
        body: { content: draft },
        headers: ifMatch(revision),
      }),
    );
  const save = useMutation({ mutationFn: write, onSuccess: take });
  const publish = useMutation({
    mutationFn: async () => {
      const form = changed ? await write(base.revision) : base;
      take(form);
      const headers = ifMatch(form.revision);
      return answer(api.POST('/api/v1/authorization-forms/{id}/publish', { params, headers }));
    },
    onSuccess: (form) => rememberForm(queries, form),
  });
  const theirs = currentOf<Form>(save.error) ?? currentOf<Form>(publish.error);
  const drop = () => {
    save.reset();
    publish.reset();
    setPublishing(false);
  };
  const lead: Lead = (pointer) => {
    const place = placeOf(pointer);
    if (place === null) return null;
    const go = () => {
      drop();
      // the page behind the question cannot be reached before it is gone
      requestAnimationFrame(() => goTo(place));
    };
    return { name: FIELD_WORDS[place], go };
  };
  return (
    <>
      <PageHeader
        title={draft.title.trim() === '' ? 'Without a title' : draft.title}
        above={<TextLink to="/authorization-forms">Authorization forms</TextLink>}
        action={
          <>
            {changed && (
              <Button variant="default" onClick={() => take(base)}>
                Undo the changes
              </Button>
            )}
            <Button
              variant="default"
              loading={save.isPending}
              disabled={!changed}
              onClick={() => save.mutate(base.revision)}
            >
              Save the draft
            </Button>
            <Button onClick={() => setPublishing(true)}>Publish</Button>
          </>
        }
      >
        Version {saved.version} · <FormState state={saved.state} />
        {changed && ' · Changed, not saved'}
      </PageHeader>
      {!theirs && <Problem error={save.error} />}
      <div className={classes.layout}>
        <Fields draft={draft} put={put} checked={check.data} />
        <CheckAside form={saved} check={check}>
          {check.data && <WordingView wording={check.data.wording} />}
        </CheckAside>
      </div>
      {publishing && !theirs && (
        <Ask
          title="Publish this form"
          yes="Publish it"
          pending={publish.isPending}
          error={publish.error}
          lead={lead}
          act={() => publish.mutate()}
          close={drop}
        >
          From then on this version is frozen, and people can be asked to sign it. A change needs a
          new version.
        </Ask>
      )}
      {theirs && (
        <Conflict
          what="form"
          theirs={<p>{theirs.content.title}</p>}
          mine={<p>{draft.title}</p>}
          pending={save.isPending}
          keepMine={() => {
            publish.reset();
            save.mutate(theirs.revision);
          }}
          takeTheirs={() => {
            drop();
            take(theirs);
          }}
          close={drop}
        />
      )}
      <Unsaved unsaved={changed && !publish.isPending}>
        What you wrote in this form is not saved and would be lost.
      </Unsaved>
    </>
  );
}
