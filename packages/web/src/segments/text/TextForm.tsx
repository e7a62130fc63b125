import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { answer, api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { Copy } from '../../parts/Copy.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { draftOf } from '../builder/draft.ts';
import { treeOf } from '../builder/tree-of.ts';
import { type Segment, textQuery } from '../queries.ts';
import classes from '../Segments.module.css';
import type { useEditor } from '../use-editor.ts';
import { Compared } from './Compared.tsx';

interface Props {
  editor: ReturnType<typeof useEditor>;
  saved?: Segment;
}

/** The same conditions as text: to copy, to edit and apply, to compare with what is saved. */
export function TextForm({ editor, saved }: Props) {
  const { tree, of, name } = editor;
  const printed = useQuery(textQuery(tree));
  const before = useQuery(textQuery(treeOf(draftOf(saved?.tree ?? null)).tree));
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = typed ?? printed.data ?? '';
  const type = (next: string | null) => {
    setTyped(next);
    editor.setTextPending(next !== null && next !== printed.data);
  };
  const apply = useMutation({
    mutationFn: () => {
      const body = { text, ...(of !== null && { of }) };
      return answer(api.POST('/api/v1/segments/parse', { body }));
    },
    onSuccess: (read) => {
      setTyped(null);
      editor.replace(name, draftOf(read.tree));
    },
  });
  const place = apply.error ? placeOf(apply.error) : null;
  return (
    <>
      <Textarea
        ref={field}
        className={classes.text ?? ''}
        label="Conditions as text"
        description="One condition a line, joined by “and” or “or”; parentheses make groups."
        autosize
        minRows={6}
        maxRows={24}
        spellCheck={false}
        autoComplete="off"
        readOnly={printed.isPending}
        value={text}
        onChange={(event) => {
          apply.reset();
          type(event.currentTarget.value);
        }}
      />
      <Problem error={printed.error ?? apply.error} shown={place ? ['text'] : []} />
      <Group gap="xs">
        <Button
          variant="default"
          disabled={!editor.isTextPending}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          Apply
        </Button>
        {editor.isTextPending && (
          <Button
            variant="subtle"
            onClick={() => {
              apply.reset();
              type(null);
            }}
          >
            Take back
          </Button>
        )}
        {place && (
          <Button variant="subtle" onClick={() => field.current && goTo(field.current, place)}>
            Go to line {place.line}
          </Button>
        )}
        <Copy what="text" of="the conditions" value={text} />
      </Group>
      {saved && before.data !== undefined && printed.data !== undefined && (
        <Compared before={before.data} after={text} />
      )}
    </>
  );
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the text stops making sense, when that is what is wrong. */
function placeOf(error: unknown): Place | null {
  const { problem } = problemOf(error);
  if (!('line' in problem) || !('column' in problem)) return null;
  const { line, column } = problem;
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : null;
}

function goTo(field: HTMLTextAreaElement, { line, column }: Place): void {
  const lines = field.value.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  // the server counts characters, a text field its halves of some
  const within = Array.from(lines[line - 1] ?? '')
    .slice(0, column - 1)
    .join('').length;
  field.focus();
  field.setSelectionRange(before + within, before + within);
}
