import { Checkbox } from '@mantine/core';
import { Choice, type Option } from '../parts/Choice.tsx';
import type { Source } from './queries.ts';

const SOURCES: readonly Option<Source>[] = [
  {
    value: 'own_records',
    label: 'Our own records',
    note: 'Patients or members, from our systems.',
  },
  { value: 'sign_up', label: 'People who signed up', note: 'By a form, on paper or elsewhere.' },
  { value: 'event', label: 'An event', note: 'They gave their address there, and know for what.' },
  {
    value: 'partner',
    label: 'A partner',
    note: 'Another provider or plan that may disclose them.',
  },
  { value: 'bought_list', label: 'A list that was bought', note: 'Cannot be imported.' },
];

interface Props {
  source: Source | null;
  choose: (source: Source) => void;
  drop: boolean;
  setDrop: (drop: boolean) => void;
}

/** Where the data comes from, and what becomes of addresses that are nobody's own. */
export function WhereFrom({ source, choose, drop, setDrop }: Props) {
  return (
    <>
      <Choice
        label="Where do these people come from?"
        description="The answer is kept with the import and in the audit."
        value={source}
        options={SOURCES}
        choose={choose}
        columns
      />
      <Checkbox
        label="Leave out addresses that are hardly a person’s own"
        description="Offices’ (info@, noreply@), disposable ones and those that cannot exist. Otherwise they are kept, and counted in the result."
        checked={drop}
        onChange={(event) => setDrop(event.currentTarget.checked)}
      />
    </>
  );
}

/** Why nothing from a bought list is imported. */
export const BOUGHT =
  'A bought list cannot be imported: nobody on it asked you for mail, so it is taken for spam and stops the mail to your own patients with it.';
