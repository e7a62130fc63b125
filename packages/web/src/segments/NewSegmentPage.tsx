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
import { draftOf, emptyGroup } from './builder/draft.ts';
import { Editor } from './Editor.tsx';
import { rememberSegment, type Segment, segmentQuery } from './queries.ts';
import { useEditor } from './use-editor.ts';

const route = getRouteApi('/shell/segments/new');

export function NewSegmentPage() {
  const { from } = route.useSearch();
  const mayWrite = useMay('segments:write');
  if (!mayWrite) return <NotForRole title="New segment" needs="segments:write" />;
  return from ? <Duplicate id={from} /> : <NewSegment />;
}

function Duplicate({ id }: { id: string }) {
  const { data } = useSuspenseQuery(segmentQuery(id));
  return <NewSegment key={id} from={data} />;
}

/** A segment that is not saved yet; `from`: the one that it begins as a copy of. */
function NewSegment({ from }: { from?: Segment }) {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const editor = useEditor(
    () => (from ? draftOf(from.tree) : emptyGroup()),
    from ? `${from.name} (copy)` : '',
  );
  const { name, tree, incomplete } = editor;
  const [beginning] = useState(() => JSON.stringify([name, tree]));
  const create = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), tree };
      return answer(api.POST('/api/v1/segments', { body, headers: intent(key, body) }));
    },
    onSuccess: (segment) => {
      rememberSegment(queries, segment);
      void navigate({ to: '/segments/$id', params: { id: segment.id }, ignoreBlocker: true });
    },
  });
  const changed = beginning !== JSON.stringify([name, tree]);
  return (
    <>
      <PageHeader
        title="New segment"
        above={<TextLink to="/segments">Segments</TextLink>}
        action={
          <Button
            loading={create.isPending}
            disabled={name.trim() === '' || incomplete > 0 || editor.isTextPending}
            onClick={() => create.mutate()}
          >
            Save
          </Button>
        }
      />
      <Problem error={create.error} />
      <Editor editor={editor} />
      <Unsaved unsaved={(changed || editor.isTextPending) && !create.isSuccess}>
        What you put together here is not saved and would be lost.
      </Unsaved>
    </>
  );
}
