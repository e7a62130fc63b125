import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { EditForm } from '../parts/EditForm.tsx';
import { Facts } from '../parts/Facts.tsx';
import type { Edited } from '../parts/use-edited.ts';
import { organizationQuery } from '../settings/queries.ts';
import classes from './Domains.module.css';
import { type Stream, type StreamChange, streamsQuery } from './streams.ts';

const FIELDS = [
  'domain',
  'fromName',
  'fromAddress',
  'replyTo',
  'localAddress',
  'returnPathDomain',
] as const;

interface Props {
  edited: Edited<Stream, StreamChange>;
  mayWrite: boolean;
}

/** From whom, from where, and where bounces go. */
export function StreamForm({ edited, mayWrite }: Props) {
  const queries = useQueryClient();
  const { base, draft, put } = edited;
  const save = useMutation({
    mutationFn: ({ version, change }: { version: number; change: StreamChange }) =>
      answer(
        api.PUT('/api/v1/streams/{stream}', {
          params: { path: { stream: base.stream } },
          body: change,
          headers: ifMatch(version),
        }),
      ),
    onSuccess: async (now) => {
      edited.take(now);
      // the advice about both, and the organization's own From
      await queries.invalidateQueries({ queryKey: streamsQuery.queryKey });
      void queries.invalidateQueries({ queryKey: organizationQuery.queryKey });
      notifications.show({ message: 'Saved. It holds from the next message on.' });
    },
  });
  const text = (name: (typeof FIELDS)[number]) => ({
    value: draft[name] ?? '',
    error: save.error ? problemOf(save.error).field(name) : undefined,
    autoComplete: 'off',
    spellCheck: false,
  });
  return (
    <EditForm
      label={`Sender of ${base.stream} mail`}
      what="stream"
      edited={edited}
      save={save}
      mayWrite={mayWrite}
      shown={FIELDS}
      renderVersion={(of) => <Version of={of} />}
    >
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
    </EditForm>
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
