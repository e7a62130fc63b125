import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { draftOf } from './builder/draft.ts';
import { treeOf } from './builder/tree-of.ts';
import { Editor } from './Editor.tsx';
import { rememberSegment, type Segment } from './queries.ts';
import { useEditor } from './use-editor.ts';

/** Changes a saved segment. `saved` is what the server has now. */
export function EditSegment({ saved }: { saved: Segment }) {
  const queries = useQueryClient();
  // what is being edited began with this version, whatever is saved by others meanwhile
  const [base, setBase] = useState(saved);
  const editor = useEditor(() => draftOf(saved.tree), saved.name, saved.id);
  const { name, tree, incomplete, count } = editor;
  const [deleting, setDeleting] = useState(false);
  const changed = name !== base.name || JSON.stringify(tree) !== written(base);
  const save = useMutation({
    mutationFn: (version: number) =>
      answer(
        api.PUT('/api/v1/segments/{id}', {
          params: { path: { id: saved.id } },
          body: { name: name.trim(), tree },
          headers: ifMatch(version),
        }),
      ),
    onSuccess: (segment) => take(segment),
  });
  const take = (segment: Segment) => {
    rememberSegment(queries, segment);
    setBase(segment);
    editor.replace(segment.name, draftOf(segment.tree));
  };
  const theirs = currentOf<Segment>(save.error);
  return (
    <>
      <Editor editor={editor} saved={base} />
      {!theirs && <Problem error={save.error} />}
      <Group mt="xl" justify="space-between">
        <Group gap="xs">
          <Button
            loading={save.isPending}
            disabled={!changed || name.trim() === '' || incomplete > 0 || editor.isTextPending}
            onClick={() => save.mutate(base.version)}
          >
            Save
          </Button>
          {changed && (
            <Button variant="default" onClick={() => editor.replace(base.name, draftOf(base.tree))}>
              Undo the changes
            </Button>
          )}
        </Group>
        <Group gap="xs">
          <ButtonLink to="/segments/new" search={{ from: saved.id }} variant="default">
            Duplicate
          </ButtonLink>
          <Button variant="default" onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </Group>
      </Group>
      {deleting && <Delete segment={saved} close={() => setDeleting(false)} />}
      {theirs && (
        <Conflict
          what="segment"
          theirs={<Version name={theirs.name} sentence={theirs.sentence} />}
          mine={<Version name={name} sentence={count?.sentence ?? 'Not complete yet'} />}
          pending={save.isPending}
          keepMine={() => save.mutate(theirs.version)}
          takeTheirs={() => {
            save.reset();
            take(theirs);
          }}
          close={save.reset}
        />
      )}
      <Unsaved unsaved={(changed || editor.isTextPending) && !deleting}>
        What you changed in this segment is not saved and would be lost.
      </Unsaved>
    </>
  );
}

/** The saved tree as the builder would write it again, so that opening it is no change. */
const written = (segment: Segment) => JSON.stringify(treeOf(draftOf(segment.tree)).tree);

function Version({ name, sentence }: { name: string; sentence: string }) {
  return (
    <>
      <strong>{name}</strong>
      <p style={{ margin: '4px 0 0' }}>{sentence}.</p>
    </>
  );
}

function Delete({ segment, close }: { segment: Segment; close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/v1/segments/{id}', { params: { path: { id: segment.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['segments', 'list'] });
      await navigate({ to: '/segments', ignoreBlocker: true });
      queries.removeQueries({ queryKey: ['segments', segment.id] });
    },
  });
  return (
    <Ask
      title="Delete this segment"
      yes="Delete it"
      grave
      pending={remove.isPending}
      error={remove.error}
      act={() => remove.mutate()}
      close={close}
    >
      “{segment.name}” is gone for everybody. Campaigns that ran keep what it said; drafts that use
      it will ask for another. The people in it are not touched.
    </Ask>
  );
}
