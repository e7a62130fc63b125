import { Alert, Button, Group } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { When } from '../../parts/When.tsx';
import { draftOf } from './draft-keeper.ts';
import { FIELD_WORDS } from './fields.ts';
import type { Drafting } from './use-draft.ts';

/** Somebody else saved meanwhile: both versions are there, and the person chooses. */
export function Conflict({ draft }: { draft: Drafting }) {
  const { theirs } = draft;
  if (!theirs) return null;
  const other = draftOf(theirs);
  const differ = FIELD_WORDS.filter(
    ([field]) => JSON.stringify(other[field]) !== JSON.stringify(draft.draft[field]),
  ).map(([, words]) => words);
  return (
    <Alert
      role="alert"
      variant="outline"
      color="amber"
      mb="lg"
      icon={<IconUsers aria-hidden />}
      title="Somebody else changed this campaign"
    >
      Theirs was saved <When inSentence time={theirs.updatedAt} />
      {differ.length > 0 && <> and differs from yours in {differ.join(', ')}</>}. Yours is still
      here and not saved.
      <Group mt="sm" gap="xs">
        <Button variant="default" size="xs" onClick={draft.takeTheirs}>
          Take theirs
        </Button>
        <Button size="xs" onClick={draft.keepMine}>
          Keep mine
        </Button>
      </Group>
    </Alert>
  );
}
