import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { shownDay } from '../parts/days.ts';
import { Facts } from '../parts/Facts.tsx';
import { Problem } from '../parts/Problem.tsx';
import classes from './Shaping.module.css';
import { type WarmUp, warmUpsQuery } from './shaping.ts';

/** "50 100 500" as figures; null when one of them is none. */
function planOf(text: string): number[] | null {
  const days = text.split(/[\s,;]+/u).filter((word) => word !== '');
  const good =
    days.length > 0 && days.length <= 90 && days.every((day) => /^[1-9]\d{0,7}$/u.test(day));
  return good ? days.map(Number) : null;
}

/** A warm-up's first day and its days' allowances. */
export function EditWarmUp({ saved, close }: { saved: WarmUp; close: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(saved);
  const [text, setText] = useState(saved.plan.join(' '));
  const plan = planOf(text);
  const put = (some: Partial<WarmUp>) => setDraft({ ...draft, ...some });
  const done = async () => {
    await queries.invalidateQueries({ queryKey: warmUpsQuery.queryKey });
    close();
  };
  const save = useMutation({
    mutationFn: ({ days, version }: { days: number[]; version: number }) => {
      const { subject, startedOn, enabled } = draft;
      const path = { subject };
      const body = { startedOn, enabled, plan: days };
      const call = { params: { path }, body, headers: ifMatch(version) };
      return answer(api.PUT('/api/v1/delivery/warm-ups/{subject}', call));
    },
    onSuccess: done,
  });
  const theirs = currentOf<WarmUp>(save.error);
  if (theirs) {
    return (
      <Conflict
        what="warm-up"
        theirs={<Version of={theirs} />}
        mine={<Version of={{ ...draft, plan: plan ?? [] }} />}
        pending={save.isPending}
        keepMine={() => plan && save.mutate({ days: plan, version: theirs.version })}
        takeTheirs={() => void done()}
        close={save.reset}
      />
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (plan) save.mutate({ days: plan, version: saved.version });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={saved.subject === '' ? 'Add a warm-up' : `Warm-up of ${saved.subject}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} className={classes.form}>
        <Problem error={save.error} shown={['subject']} />
        {saved.subject === '' && (
          <TextInput
            label="Sending domain or IP address"
            required
            withAsterisk={false}
            maxLength={253}
            spellCheck={false}
            value={draft.subject}
            error={save.error ? problemOf(save.error).field('subject') : undefined}
            onChange={(event) => put({ subject: event.currentTarget.value.trim().toLowerCase() })}
          />
        )}
        <TextInput
          type="date"
          label="First day"
          required
          withAsterisk={false}
          value={draft.startedOn}
          onChange={(event) => put({ startedOn: event.currentTarget.value })}
        />
        <Textarea
          label="Messages a day, day by day"
          description="After the last day there is no limit."
          autosize
          minRows={2}
          value={text}
          error={plan === null && 'Expected 1 to 90 whole numbers with spaces between them.'}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox
          label="It holds"
          checked={draft.enabled}
          onChange={(event) => put({ enabled: event.currentTarget.checked })}
        />
        <div className={classes.foot}>
          <Button type="submit" loading={save.isPending} disabled={plan === null}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Version({ of }: { of: WarmUp }) {
  return (
    <Facts
      facts={[
        ['First day', shownDay(of.startedOn)],
        ['A day', of.plan.join(', ')],
        ['It holds', of.enabled ? 'Yes' : 'No'],
      ]}
    />
  );
}
