import { Alert, Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { Attachments } from './attachments/Attachments.tsx';
import { TemplateEditor } from './editor/TemplateEditor.tsx';
import { useDraft } from './editor/use-draft.ts';
import { rememberTemplate, sourceOf, type Template, templateQuery } from './queries.ts';
import classes from './Templates.module.css';

const route = getRouteApi('/shell/templates/$id');

export function TemplatePage() {
  const { id } = route.useParams();
  const { data } = useSuspenseQuery(templateQuery(id));
  return <EditTemplate key={id} saved={data} />;
}

function EditTemplate({ saved }: { saved: Template }) {
  const queries = useQueryClient();
  const mayWrite = useMay('templates:write');
  const { draft, change, changed, rebase, forget } = useDraft(saved.id, saved);
  // what was there when the page was opened is from an earlier visit
  const [restored, setRestored] = useState(changed);
  const [deleting, setDeleting] = useState(false);
  const take = (template: Template) => {
    rememberTemplate(queries, template);
    forget();
    setRestored(false);
  };
  /** Files are saved at once, without what is being written: that goes on from their version. */
  const takeFiles = (template: Template) => {
    rebase(template.version - 1, template.version);
    rememberTemplate(queries, template);
  };
  const save = useMutation({
    mutationFn: (version: number) =>
      answer(
        api.PUT('/api/v1/templates/{id}', {
          params: { path: { id: saved.id } },
          body: { ...sourceOf(draft), name: draft.name.trim() },
          headers: ifMatch(version),
        }),
      ),
    onSuccess: take,
  });
  const theirs = currentOf<Template>(save.error);
  return (
    <>
      <PageHeader
        title={saved.name}
        above={<TextLink to="/templates">Templates</TextLink>}
        action={
          mayWrite && (
            <>
              <Button variant="default" onClick={() => setDeleting(true)}>
                Delete
              </Button>
              <ButtonLink to="/templates/new" search={{ from: saved.id }} variant="default">
                Duplicate
              </ButtonLink>
              <Button
                loading={save.isPending}
                disabled={!changed || draft.name.trim() === ''}
                onClick={() => save.mutate(draft.version)}
              >
                Save
              </Button>
            </>
          )
        }
      >
        Version {saved.version}, saved <When inSentence time={saved.updatedAt} />
        {changed && ' · Changed, not saved'}
      </PageHeader>
      {restored && changed && (
        <Alert
          mb="lg"
          role="status"
          variant="outline"
          color="gray"
          icon={<IconPencil aria-hidden />}
          title="What you wrote here before was kept"
        >
          It is not saved yet
          {draft.version !== saved.version && ', and somebody saved a newer version since'}.
          <Button size="xs" variant="default" display="block" mt="sm" onClick={() => take(saved)}>
            Drop it and take what is saved
          </Button>
        </Alert>
      )}
      {!theirs && <Problem error={save.error} />}
      <TemplateEditor
        draft={draft}
        change={change}
        readOnly={!mayWrite}
        attached={saved.attachments}
        templateId={saved.id}
        attachments={
          <Attachments
            template={saved}
            take={takeFiles}
            see={(theirs) => rememberTemplate(queries, theirs)}
            readOnly={!mayWrite}
          />
        }
      />
      {deleting && <Delete template={saved} gone={forget} close={() => setDeleting(false)} />}
      {theirs && (
        <Conflict
          what="template"
          theirs={<Version of={theirs} other={draft} />}
          mine={<Version of={draft} other={theirs} />}
          pending={save.isPending}
          keepMine={() => save.mutate(theirs.version)}
          takeTheirs={() => {
            save.reset();
            take(theirs);
          }}
          close={save.reset}
        />
      )}
      <Unsaved unsaved={changed && !deleting}>
        It is kept in this tab until you close it, and not saved for anybody else.
      </Unsaved>
    </>
  );
}

type Shown = Pick<Template, 'name' | 'subject' | 'preheader' | 'mjml' | 'text'>;

/** A version with the lines of its source that the other does not have. */
function Version({ of, other }: { of: Shown; other: Shown }) {
  const there = new Set(other.mjml.split('\n'));
  const own = of.mjml.split('\n').filter((line) => !there.has(line));
  return (
    <>
      <p style={{ margin: 0 }}>
        <strong>{of.name}</strong>
        <br />
        {of.subject}
        <br />
        {of.preheader}
      </p>
      <p className={classes.dim}>
        {own.length === 0
          ? 'No line of the source that the other lacks.'
          : 'Lines that the other lacks:'}
      </p>
      {own.length > 0 && <pre className={classes.plain}>{own.slice(0, 30).join('\n')}</pre>}
    </>
  );
}

interface DeleteProps {
  template: Template;
  gone: () => void;
  close: () => void;
}

function Delete({ template, gone, close }: DeleteProps) {
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const remove = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/v1/templates/{id}', { params: { path: { id: template.id } } })),
    onSuccess: async () => {
      gone();
      await queries.invalidateQueries({ queryKey: ['templates', 'list'] });
      await navigate({ to: '/templates', ignoreBlocker: true });
      queries.removeQueries({ queryKey: ['templates', template.id] });
    },
  });
  return (
    <Ask
      title="Delete this template"
      yes="Delete it"
      grave
      pending={remove.isPending}
      error={remove.error}
      act={() => remove.mutate()}
      close={close}
    >
      “{template.name}” is gone for everybody. Campaigns that ran keep their version; drafts that
      use it will ask for another.
    </Ask>
  );
}
