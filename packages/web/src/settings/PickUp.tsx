import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Choice } from '../parts/Choice.tsx';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import {
  type PickUpChange,
  type PickUpSettings,
  pickUpChangeOf,
  pickUpSettingsQuery,
  useSavePickUp,
} from './pick-up.ts';
import classes from './Settings.module.css';

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
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(() => pickUpChangeOf(saved));
  const changed = JSON.stringify(draft) !== JSON.stringify(pickUpChangeOf(base));
  const take = (settings: PickUpSettings) => {
    setBase(settings);
    setDraft(pickUpChangeOf(settings));
  };
  const save = useSavePickUp((settings) => {
    take(settings);
    notifications.show({ message: 'Saved. It holds from the next message on.' });
  });
  const put = (some: Partial<PickUpChange>) => setDraft({ ...draft, ...some });
  const theirs = currentOf<PickUpSettings>(save.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate({ version: base.version, change: draft });
  };
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!mayWrite} className={classes.form} aria-label="Pick-up">
        {!theirs && <Problem error={save.error} />}
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
        {mayWrite && (
          <div className={classes.foot}>
            <Button type="submit" loading={save.isPending} disabled={!changed}>
              Save
            </Button>
            {changed && (
              <Button variant="default" onClick={() => take(base)}>
                Undo the changes
              </Button>
            )}
          </div>
        )}
      </fieldset>
      {theirs && (
        <Conflict
          what="part of the settings"
          theirs={<Facts facts={said(theirs)} />}
          mine={<Facts facts={said(draft)} />}
          pending={save.isPending}
          keepMine={() => save.mutate({ version: theirs.version, change: draft })}
          takeTheirs={() => {
            save.reset();
            take(theirs);
          }}
          close={save.reset}
        />
      )}
      <Unsaved unsaved={changed}>What you changed here is not saved and would be lost.</Unsaved>
    </form>
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
