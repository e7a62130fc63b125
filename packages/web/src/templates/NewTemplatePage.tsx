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
import { TemplateEditor } from './editor/TemplateEditor.tsx';
import { useDraft } from './editor/use-draft.ts';
import { rememberTemplate, type Source, sourceOf, starterQuery, templateQuery } from './queries.ts';

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
  return <NewTemplate key={id} begin={begin} draftKey={`copy-${id}`} />;
}

interface Props {
  begin: Source & { name: string };
  draftKey: string;
}

function NewTemplate({ begin, draftKey }: Props) {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const { draft, change, changed, forget } = useDraft(draftKey, { ...begin, version: 0 });
  const create = useMutation({
    mutationFn: () => {
      const body = { ...sourceOf(draft), name: draft.name.trim() };
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
      <TemplateEditor draft={draft} change={change} readOnly={false} />
      <Unsaved unsaved={changed && !create.isSuccess}>
        It is kept in this tab until you close it, and not saved for anybody else.
      </Unsaved>
    </>
  );
}
