import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Choice } from '../parts/Choice.tsx';
import { EditForm } from '../parts/EditForm.tsx';
import { Facts } from '../parts/Facts.tsx';
import { useEdited } from '../parts/use-edited.ts';
import {
  type PickUpChange,
  pickUpChangeOf,
  pickUpSettingsQuery,
  useSavePickUp,
} from './pick-up.ts';

const WITHOUT = [
  {
    value: 'portal' as const,
    label: 'Let the message wait for pick-up',
    note: 'The person gets a notice that says nothing of them, and a link.',
  },
  {
    value: 'drop' as const,
    label: 'Drop the message',
    note: 'It is not sent, and the campaign says why.',
  },
];

const STREAMS = [
  { stream: 'transactional', label: 'Mail about care and accounts, when no encryption is offered' },
  { stream: 'marketing', label: 'Marketing, when no encryption is offered' },
] as const;

/** What happens to mail that no encrypted way leads to. */
export function PickUp({ mayWrite }: { mayWrite: boolean }) {
  const { data: saved } = useSuspenseQuery(pickUpSettingsQuery);
  const queries = useQueryClient();
  const edited = useEdited(saved, pickUpChangeOf, (now) =>
    queries.setQueryData(pickUpSettingsQuery.queryKey, now),
  );
  const { draft, put } = edited;
  const save = useSavePickUp((settings) => {
    edited.take(settings);
    notifications.show({ message: 'Saved. It holds from the next message on.' });
  });
  return (
    <EditForm
      label="Pick-up"
      what="part of the settings"
      edited={edited}
      save={save}
      mayWrite={mayWrite}
      renderVersion={(of) => <Facts facts={said(of)} />}
    >
      {STREAMS.map(({ stream, label }) => (
        <Choice
          key={stream}
          label={label}
          value={draft.withoutTls[stream]}
          choose={(way) => put({ withoutTls: { ...draft.withoutTls, [stream]: way } })}
          options={WITHOUT}
        />
      ))}
      <TextInput
        label="Who a notice says it is from"
        description="A neutral name: that of a clinic can tell what somebody is treated for, and a notice may travel in clear."
        required
        withAsterisk={false}
        maxLength={100}
        value={draft.senderName}
        onChange={(event) => put({ senderName: event.currentTarget.value })}
      />
      <NumberInput
        label="Days that a link works"
        description="Then the message’s content is deleted."
        min={1}
        max={365}
        allowDecimal={false}
        value={draft.days}
        onChange={(days) => typeof days === 'number' && put({ days })}
      />
      <Checkbox
        label="A notice may go where no encryption is offered"
        description="It says nothing of anybody. Without this, only who is reached encrypted learns of a message that waits."
        checked={draft.noticeInClear}
        onChange={(event) => put({ noticeInClear: event.currentTarget.checked })}
      />
    </EditForm>
  );
}

function said(of: PickUpChange): (readonly [string, string])[] {
  const way = (value: 'portal' | 'drop') => (value === 'portal' ? 'Waits for pick-up' : 'Dropped');
  return [
    ['Care and accounts', way(of.withoutTls.transactional)],
    ['Marketing', way(of.withoutTls.marketing)],
    ['Notice from', of.senderName],
    ['Days', String(of.days)],
    ['Notice without encryption', of.noticeInClear ? 'Yes' : 'No'],
  ];
}
