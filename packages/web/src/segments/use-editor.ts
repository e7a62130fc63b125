import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { isLive, useAttributes } from '../attributes/queries.ts';
import type { GroupDraft } from './builder/draft.ts';
import type { Editing } from './builder/editing.ts';
import { partAt, treeOf } from './builder/tree-of.ts';
import { countQuery } from './queries.ts';

const PAUSE_MS = 300;

/**
 * A segment while it is being made: its draft, what it finds, what is wrong with it. `of`: the saved
 * segment that is being changed.
 */
export function useEditor(
  initial: () => GroupDraft,
  initialName: string,
  of: string | null = null,
) {
  const all = useAttributes();
  const [draft, setDraft] = useState(initial);
  const [name, setName] = useState(initialName);
  const [isTextPending, setTextPending] = useState(false);
  const written = useMemo(() => treeOf(draft), [draft]);
  const [asked] = useDebouncedValue(written.tree, PAUSE_MS);
  const count = useQuery(countQuery(asked, of));
  const [total, setTotal] = useState<number | null>(null);
  if (count.data && count.data.total !== total) setTotal(count.data.total);
  // an answer to an earlier question says nothing about the parts of this one
  const error = asked === written.tree ? count.error : null;
  const problems = useMemo(() => problemsOf(error, written.places), [error, written.places]);
  const editing: Editing = {
    draft,
    change: setDraft,
    offered: all.filter((one) => isLive(one) && !one.identity),
    all,
    problems,
  };
  return {
    editing,
    of,
    name,
    setName,
    /** A text was changed and is not applied yet. */
    isTextPending,
    setTextPending,
    tree: written.tree,
    incomplete: written.incomplete.size,
    count: count.error ? undefined : count.data,
    /** Of how many, as far as it was ever heard. */
    total,
    asking: count.isFetching || asked !== written.tree,
    /** What could not be asked, and belongs to no part. */
    error: error && problems.size === 0 ? error : null,
    replace: (nextName: string, next: GroupDraft) => {
      setName(nextName);
      setDraft(next);
      setTextPending(false);
    },
  };
}

function problemsOf(
  error: unknown,
  places: ReturnType<typeof treeOf>['places'],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!error) return found;
  for (const { pointer, detail } of problemOf(error).problem.errors ?? []) {
    if (!pointer.startsWith('/tree')) continue;
    const part = partAt(places, pointer.slice('/tree'.length));
    if (part && !found.has(part)) found.set(part, detail);
  }
  return found;
}
