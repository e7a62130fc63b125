import { Button, Checkbox, Modal, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Problem } from '../parts/Problem.tsx';
import classes from './Shaping.module.css';
import { type Receiver, receiversQuery, sitesQuery } from './shaping.ts';

const FIGURES = [
  ['connections', 'Connections at the same time', 1, 1000],
  ['messagesPerConnection', 'Messages on each', 1, 10_000],
  ['perSecond', 'Messages a second', 0.01, 10_000],
] as const;

/** One receiver's row: written in place of the built-in one, or taken back. */
export function EditReceiver({ saved, close }: { saved: Receiver; close: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(saved);
  const put = (some: Partial<Receiver>) => setDraft({ ...draft, ...some });
  const done = async () => {
    await queries.invalidateQueries({ queryKey: receiversQuery.queryKey });
    void queries.invalidateQueries({ queryKey: sitesQuery.queryKey });
    close();
  };
  const save = useMutation({
    mutationFn: (version: number) => {
      const { suffix, version: _, ...body } = draft;
      const path = { suffix };
      const call = { params: { path }, body, headers: ifMatch(version) };
      return answer(api.PUT('/api/v1/delivery/receivers/{suffix}', call));
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: () => {
      const path = { suffix: saved.suffix };
      const call = { params: { path }, headers: ifMatch(saved.version) };
      return answer(api.DELETE('/api/v1/delivery/receivers/{suffix}', call));
    },
    onSuccess: done,
  });
  const theirs = currentOf<Receiver>(save.error);
  if (theirs) {
    return (
      <Conflict
        what="receiver"
        theirs={<Version of={theirs} />}
        mine={<Version of={draft} />}
        pending={save.isPending}
        keepMine={() => save.mutate(theirs.version)}
        takeTheirs={() => void done()}
        close={save.reset}
      />
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(saved.version);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={saved.suffix === '' ? 'Add a receiver' : `Edit ${saved.label}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} className={classes.form}>
        <Problem error={save.error ?? remove.error} shown={['suffix']} />
        {saved.suffix === '' && (
          <TextInput
            label="Its mail servers end in"
            description="Such as mx.example.net"
            required
            withAsterisk={false}
            maxLength={253}
            spellCheck={false}
            value={draft.suffix}
            error={save.error ? problemOf(save.error).field('suffix') : undefined}
            onChange={(event) => put({ suffix: event.currentTarget.value.trim().toLowerCase() })}
          />
        )}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={120}
          value={draft.label}
          onChange={(event) => put({ label: event.currentTarget.value })}
        />
        {FIGURES.map(([name, label, min, max]) => (
          <NumberInput
            key={name}
            label={label}
            min={min}
            max={max}
            allowDecimal={name === 'perSecond'}
            value={draft[name]}
            onChange={(value) => put({ [name]: Number(value) || min })}
          />
        ))}
        <Checkbox
          label="Takes mail over TLS only"
          description="Noted for you; nothing leaves without TLS to anybody."
          checked={draft.tlsRequired}
          onChange={(event) => put({ tlsRequired: event.currentTarget.checked })}
        />
        <div className={classes.foot}>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          {saved.version > 0 && (
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
              Take my figures away
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}

function Version({ of }: { of: Receiver }) {
  return (
    <Facts
      facts={[
        ['Name', of.label],
        ...FIGURES.map(([name, label]) => [label, String(of[name])] as const),
        ['TLS only', of.tlsRequired ? 'Yes' : 'No'],
      ]}
    />
  );
}
