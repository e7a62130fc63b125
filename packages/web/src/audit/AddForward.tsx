import {
  Button,
  Group,
  Modal,
  NumberInput,
  Radio,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api, newKey, once } from '../api/client.ts';
import { Copy } from '../parts/Copy.tsx';
import { Problem } from '../parts/Problem.tsx';
import classes from './Audit.module.css';

/** Adds a place that the ledger is forwarded to; the secret of a webhook is shown once. */
export function AddForward({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [kind, setKind] = useState<'syslog' | 'webhook'>('syslog');
  const [name, setName] = useState('');
  const [host, setHost] = useState('');
  const [port, setPort] = useState(6514);
  const [url, setUrl] = useState('');
  const [authority, setAuthority] = useState('');
  const [from, setFrom] = useState<'beginning' | 'now'>('now');
  const add = useMutation({
    mutationFn: () => {
      const pem = authority.trim() === '' ? null : authority;
      const target =
        kind === 'syslog'
          ? { kind: 'syslog' as const, host, port, authority: pem }
          : { kind: 'webhook' as const, url, authority: pem };
      const body = { name, target, from };
      return answer(api.POST('/api/v1/audit/forwards', { body, headers: once(key) }));
    },
    onSuccess: async ({ secret }) => {
      await queries.invalidateQueries({ queryKey: ['audit'] });
      if (secret === null) close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const secret = add.data?.secret ?? null;
  return (
    <Modal opened onClose={close} title="Forward the audit" size="lg">
      {secret !== null ? (
        <>
          <p className={classes.key}>
            Each message is signed with this secret (Standard Webhooks). It is shown only now.
          </p>
          <p className={classes.key}>{secret}</p>
          <Group>
            <Copy value={secret} what="secret" of={name} />
            <Button onClick={close}>Done</Button>
          </Group>
        </>
      ) : (
        <form onSubmit={submit}>
          <Select
            label="What it is"
            mb="sm"
            allowDeselect={false}
            data={[
              { value: 'syslog', label: 'A syslog server (RFC 5424 over TLS)' },
              { value: 'webhook', label: 'A webhook' },
            ]}
            value={kind}
            onChange={(value) => setKind(value === 'webhook' ? 'webhook' : 'syslog')}
          />
          <TextInput
            label="Name"
            mb="sm"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {kind === 'syslog' ? (
            <Group mb="sm" align="end">
              <TextInput
                label="Host"
                required
                value={host}
                onChange={(event) => setHost(event.currentTarget.value)}
              />
              <NumberInput
                label="Port"
                min={1}
                max={65_535}
                required
                value={port}
                onChange={(value) => setPort(Number(value))}
              />
            </Group>
          ) : (
            <TextInput
              label="Address"
              mb="sm"
              type="url"
              required
              placeholder="https://logs.example.org/audit"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
            />
          )}
          <Textarea
            label="Certificate authority"
            description="PEM; leave empty for those that the system knows"
            mb="sm"
            autosize
            minRows={2}
            maxRows={8}
            value={authority}
            onChange={(event) => setAuthority(event.currentTarget.value)}
          />
          <Radio.Group
            label="Which entries"
            mb="md"
            value={from}
            onChange={(value) => setFrom(value === 'beginning' ? 'beginning' : 'now')}
          >
            <Radio value="now" label="From now on" mt={8} />
            <Radio value="beginning" label="All, from the first" mt={8} />
          </Radio.Group>
          <Problem error={add.error} />
          <Button type="submit" loading={add.isPending}>
            Forward
          </Button>
        </form>
      )}
    </Modal>
  );
}
