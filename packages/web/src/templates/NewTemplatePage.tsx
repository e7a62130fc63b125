import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { useMay } from '../session/session.ts';
import { AttachmentsSection } from './attachments/Attachments.tsx';
import { FileList } from './attachments/FileList.tsx';
import { TemplateEditor } from './editor/TemplateEditor.tsx';
import { useDraft } from './editor/use-draft.ts';
import {
  rememberTemplate,
  type Source,
  sourceOf,
  starterQuery,
  type Template,
  templateQuery,
} from './queries.ts';
import classes from './Templates.module.css';

const route = getRouteApi('/shell/templates/new');

export function NewTemplatePage() {
  const { from } = route.useSearch();
  const mayWrite = useMay('templates:write');
  if (!mayWrite) return <NotForRole title="New template" needs="templates:write" />;
  return from ? <Duplicate id={from} /> : <Starter />;
}

function Starter() {
  const { data } = useSuspenseQuery(starterQuery);
  return <NewTemplate begin={{ ...data, name: '' }} draftKey="new" />;
}

function Duplicate({ id }: { id: string }) {
  const { data } = useSuspenseQuery(templateQuery(id));
  const begin = { ...sourceOf(data), name: `${data.name} (copy)` };
  const { attachments } = data;
  return <NewTemplate key={id} begin={begin} draftKey={`copy-${id}`} copied={attachments} />;
}

interface Props {
  begin: Source & { name: string };
  draftKey: string;
  /** Files of the template that this one is a copy of. */
  copied?: Template['attachments'];
}

function NewTemplate({ begin, draftKey, copied = [] }: Props) {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [attached, setAttached] = useState(copied);
  const { draft, change, changed, forget } = useDraft(draftKey, { ...begin, version: 0 });
  const create = useMutation({
    mutationFn: () => {
      const attachments = attached.map(({ id }) => id);
      const body = { ...sourceOf(draft), name: draft.name.trim(), attachments };
      return answer(api.POST('/api/v1/templates', { body, headers: intent(key, body) }));
    },
    onSuccess: (template) => {
      forget();
      rememberTemplate(queries, template);
      void navigate({ to: '/templates/$id', params: { id: template.id }, ignoreBlocker: true });
    },
  });
  return (
    <>
      <PageHeader
        title="New template"
        above={<TextLink to="/templates">Templates</TextLink>}
        action={
          <>
            {changed && (
              <Button variant="default" onClick={forget}>
                Begin again
              </Button>
            )}
            <Button
              loading={create.isPending}
              disabled={draft.name.trim() === ''}
              onClick={() => create.mutate()}
            >
              Save
            </Button>
          </>
        }
      />
      <Problem error={create.error} />
      <TemplateEditor
        draft={draft}
        change={change}
        readOnly={false}
        attached={attached}
        attachments={
          <AttachmentsSection>
            <FileList
              files={attached}
              remove={({ id }) => setAttached(attached.filter((one) => one.id !== id))}
            />
            <p className={classes.dim}>Once the template is saved, files can be added to it.</p>
          </AttachmentsSection>
        }
      />
      <Unsaved unsaved={changed && !create.isSuccess}>
        It is kept in this tab until you close it, and not saved for anybody else.
      </Unsaved>
    </>
  );
}
