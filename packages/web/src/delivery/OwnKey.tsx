import { Alert, Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { problemOf } from '../api/problem.ts';
import { Problem } from '../parts/Problem.tsx';
import classes from './Domains.module.css';
import { streamsQuery } from './streams.ts';

const FIELDS = ['selector', 'pem'];

/** Takes a private key that somebody has already, and says whether the DNS shows it. */
export function OwnKey({ domain, close }: { domain: string; close: () => void }) {
  const queries = useQueryClient();
  const [attempt] = useState(newKey);
  const [selector, setSelector] = useState('');
  const [pem, setPem] = useState('');
  const add = useMutation({
    mutationFn: () => {
      const body = { kind: 'own' as const, domain, selector, pem };
      return answer(api.POST('/api/v1/dkim-keys', { body, headers: intent(attempt, body) }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: streamsQuery.queryKey }),
  });
  const field = (name: string) => (add.error ? problemOf(add.error).field(name) : undefined);
  const beside = FIELDS.some((name) => field(name) !== undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const published = add.data?.published;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={`Your own key for ${domain}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {published ? (
        <div role="status" className={classes.form}>
          <Alert
            variant="outline"
            color={published.state === 'ok' ? 'teal' : 'brick'}
            title="The key is saved, sealed"
          >
            {published.sentence}{' '}
            {published.state === 'ok'
              ? 'Press “Check now”, and it signs.'
              : 'It signs once the DNS shows its record; until then the present key goes on.'}
          </Alert>
          <Group justify="flex-end">
            <Button onClick={close}>Close</Button>
          </Group>
        </div>
      ) : (
        <form onSubmit={submit} className={classes.form}>
          {!beside && <Problem error={add.error} />}
          <TextInput
            label="Selector"
            description={`The part before ._domainkey.${domain}`}
            required
            withAsterisk={false}
            maxLength={63}
            autoComplete="off"
            spellCheck={false}
            value={selector}
            error={field('selector')}
            onChange={(event) => setSelector(event.currentTarget.value)}
          />
          <Textarea
            className={classes.pem ?? ''}
            label="Private key, as PEM"
            description="RSA of 2048 bits or more, or Ed25519. Sealed as it is saved, and never shown again."
            placeholder="-----BEGIN PRIVATE KEY-----"
            required
            withAsterisk={false}
            autosize
            minRows={6}
            maxRows={14}
            maxLength={32_768}
            autoComplete="off"
            spellCheck={false}
            value={pem}
            error={field('pem')}
            onChange={(event) => setPem(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Save the key
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
