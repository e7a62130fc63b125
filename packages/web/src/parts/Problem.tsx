import { Alert, Anchor, Button, List } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { problemOf } from '../api/problem.ts';

interface Props {
  /** Anything thrown; nothing is shown for null. */
  error: unknown;
  /** Fields whose sentence is shown beside them, so not here again. */
  shown?: readonly string[];
  retry?: (() => void) | undefined;
  /** The field that a sentence is about: its name, and the way there. */
  lead?: Lead;
}

export type Lead = (pointer: string) => { readonly name: string; readonly go: () => void } | null;

/** What went wrong: what happened, what it means, what to do. */
export function Problem({ error, shown = [], retry, lead }: Props) {
  if (error === null || error === undefined) return null;
  const { problem } = problemOf(error);
  const rest = (problem.errors ?? []).filter(({ pointer }) => !shown.includes(pointer.slice(1)));
  const Icon = problem.status === 403 ? IconLock : IconAlertTriangle;
  return (
    <Alert
      role="alert"
      variant="outline"
      color={problem.status === 403 ? 'gray' : 'brick'}
      icon={<Icon aria-hidden />}
      title={problem.title}
    >
      {problem.detail}
      {rest.length > 0 && (
        <List size="sm" mt="xs">
          {rest.map(({ pointer, detail }) => (
            <List.Item key={pointer + detail}>
              <Led field={lead?.(pointer) ?? null} /> {detail}
            </List.Item>
          ))}
        </List>
      )}
      {retry && (
        <Button size="xs" variant="default" mt="sm" display="block" onClick={retry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

function Led({ field }: { field: ReturnType<Lead> }) {
  if (field === null) return null;
  return (
    <>
      <Anchor component="button" type="button" inherit underline="always" onClick={field.go}>
        {field.name}
      </Anchor>
      :
    </>
  );
}
