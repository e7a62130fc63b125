import { Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { organizationQuery } from '../settings/queries.ts';
import classes from './Domains.module.css';
import { changeOf, type Stream, type StreamChange, streamsQuery } from './streams.ts';

const FIELDS = [
  'domain',
  'fromName',
  'fromAddress',
  'replyTo',
  'localAddress',
  'returnPathDomain',
] as const;

interface Props {
  saved: Stream;
  draft: StreamChange;
  put: (some: Partial<StreamChange>) => void;
  /** Begins anew from what is saved. */
  take: (stream: Stream) => void;
  changed: boolean;
  mayWrite: boolean;
}

/** From whom, from where, and where bounces go. */
export function StreamForm({ saved, draft, put, take, changed, mayWrite }: Props) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (version: number) =>
      answer(
        api.PUT('/api/v1/streams/{stream}', {
          params: { path: { stream: saved.stream } },
          body: draft,
          headers: ifMatch(version),
        }),
      ),
    onSuccess: async (now) => {
      take(now);
      // the advice about both, and the organization's own From
      await queries.invalidateQueries({ queryKey: streamsQuery.queryKey });
      void queries.invalidateQueries({ queryKey: organizationQuery.queryKey });
      notifications.show({ message: 'Saved. It holds from the next message on.' });
    },
  });
  const theirs = currentOf<Stream>(save.error);
  const text = (name: (typeof FIELDS)[number]) => ({
    value: draft[name] ?? '',
    error: save.error ? problemOf(save.error).field(name) : undefined,
    autoComplete: 'off',
    spellCheck: false,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(saved.version);
  };
  return (
    <form onSubmit={submit}>
      <fieldset
        disabled={!mayWrite}
        className={classes.form}
        aria-label={`Sender of ${saved.stream} mail`}
      >
        {!theirs && <Problem error={save.error} shown={FIELDS} />}
        <div className={classes.pair}>
          <TextInput
            label="From name"
            required
            withAsterisk={false}
            maxLength={200}
            {...text('fromName')}
            onChange={(event) => put({ fromName: event.currentTarget.value })}
          />
          <TextInput
            label="From address"
            required
            withAsterisk={false}
            type="email"
            maxLength={320}
            {...text('fromAddress')}
            onChange={(event) => put({ fromAddress: event.currentTarget.value })}
          />
          <TextInput
            label="Reply-To"
            description="Empty: replies go to the From address."
            type="email"
            maxLength={320}
            {...text('replyTo')}
            onChange={(event) => put({ replyTo: event.currentTarget.value || null })}
          />
          <TextInput
            label="Sending domain"
            description="It signs; the From address lies in it."
            required
            withAsterisk={false}
            maxLength={254}
            {...text('domain')}
            onChange={(event) => put({ domain: event.currentTarget.value })}
          />
          <TextInput
            label="Return path domain"
            description="Bounces come to it."
            required
            withAsterisk={false}
            maxLength={254}
            {...text('returnPathDomain')}
            onChange={(event) => put({ returnPathDomain: event.currentTarget.value })}
          />
          <TextInput
            label="Local IP address"
            description="Empty: the machine chooses."
            maxLength={45}
            {...text('localAddress')}
            onChange={(event) => put({ localAddress: event.currentTarget.value.trim() || null })}
          />
        </div>
        {mayWrite && (
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={!changed}>
              Save
            </Button>
            {changed && (
              <Button variant="default" onClick={() => take(saved)}>
                Undo the changes
              </Button>
            )}
          </Group>
        )}
      </fieldset>
      {theirs && (
        <Conflict
          what="stream"
          theirs={<Version of={changeOf(theirs)} />}
          mine={<Version of={draft} />}
          pending={save.isPending}
          keepMine={() => save.mutate(theirs.version)}
          takeTheirs={() => {
            save.reset();
            take(theirs);
            void queries.invalidateQueries({ queryKey: streamsQuery.queryKey });
          }}
          close={save.reset}
        />
      )}
      <Unsaved unsaved={changed}>What you changed here is not saved and would be lost.</Unsaved>
    </form>
  );
}

function Version({ of }: { of: StreamChange }) {
  return (
    <Facts
      facts={[
        ['From', `${of.fromName}, ${of.fromAddress}`],
        ['Reply-To', of.replyTo],
        ['Sending domain', of.domain],
        ['Return path domain', of.returnPathDomain],
        ['Local IP address', of.localAddress],
      ]}
    />
  );
}
