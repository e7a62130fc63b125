import { NumberInput, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { EditForm } from '../parts/EditForm.tsx';
import { Facts } from '../parts/Facts.tsx';
import { number } from '../parts/figures.ts';
import { useEdited } from '../parts/use-edited.ts';
import { type OrganizationPace, type PaceChange, paceQuery, windowWords } from './shaping.ts';
import { WindowFields } from './WindowFields.tsx';

const changeOf = ({ version: _, ...pace }: OrganizationPace): PaceChange => pace;
const ZONES = Intl.supportedValuesOf('timeZone');

interface Props {
  saved: OrganizationPace;
  mayWrite: boolean;
}

export function PaceForm({ saved, mayWrite }: Props) {
  const queries = useQueryClient();
  const edited = useEdited(saved, changeOf, (now) => queries.setQueryData(paceQuery.queryKey, now));
  const { draft, put } = edited;
  const save = useMutation({
    mutationFn: ({ version, change }: { version: number; change: PaceChange }) =>
      answer(api.PUT('/api/v1/delivery/pace', { body: change, headers: ifMatch(version) })),
    onSuccess: (pace) => {
      edited.take(pace);
      notifications.show({ message: 'Saved. It holds within seconds.' });
    },
  });
  const field = (name: string) => (save.error ? problemOf(save.error).field(name) : undefined);
  return (
    <EditForm
      label="Pace of mailings"
      what="pace"
      edited={edited}
      save={save}
      mayWrite={mayWrite}
      shown={['timeZone', 'window']}
      renderVersion={(of) => <Version of={of} />}
    >
      <NumberInput
        label="Most messages a minute"
        description="All mailings together. Empty: as fast as receivers like it."
        min={1}
        max={1_000_000}
        allowDecimal={false}
        allowNegative={false}
        value={draft.perMinute ?? ''}
        onChange={(value) => put({ perMinute: Number(value) || null })}
      />
      <WindowFields
        label="Only at certain hours"
        description="By the clock where the recipient lives, as far as their state or ZIP code tells."
        window={draft.window}
        error={field('window')}
        choose={(window) => put({ window })}
      />
      <Select
        label="Time zone of the organization"
        description="For recipients of whom nobody knows where they live."
        searchable
        allowDeselect={false}
        data={ZONES.includes(draft.timeZone) ? ZONES : [draft.timeZone, ...ZONES]}
        value={draft.timeZone}
        error={field('timeZone')}
        onChange={(timeZone) => timeZone && put({ timeZone })}
      />
    </EditForm>
  );
}

function Version({ of }: { of: PaceChange }) {
  return (
    <Facts
      facts={[
        ['Most messages a minute', of.perMinute === null ? 'No limit' : number(of.perMinute)],
        ['Hours', of.window === null ? 'Any' : windowWords(of.window)],
        ['Time zone', of.timeZone],
      ]}
    />
  );
}
