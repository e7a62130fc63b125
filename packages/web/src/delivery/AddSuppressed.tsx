import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { Problem } from '../parts/Problem.tsx';
import classes from './Bounces.module.css';
import { suppressionsQuery } from './bounces.ts';

/** Ends the writing to an address. What is typed goes in a body, and stays nowhere but as a hash. */
export function AddSuppressed() {
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [key, renew] = useState(newKey);
  const add = useMutation({
    mutationFn: (body: { email: string }) =>
      answer(api.POST('/api/v1/delivery/suppressions', { body, headers: intent(key, body) })),
    onSuccess: () => {
      setEmail('');
      renew(newKey());
      void queries.invalidateQueries({ queryKey: suppressionsQuery.queryKey });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (email.trim()) add.mutate({ email: email.trim() });
  };
  return (
    <form onSubmit={submit} className={classes.add} aria-label="Add an address">
      <TextInput
        label="Write no more to"
        placeholder="maria@example.org"
        maxLength={320}
        autoComplete="off"
        spellCheck={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={add.isPending} disabled={!email.trim()}>
        Add
      </Button>
      <p role="status" className={classes.quiet}>
        {add.data &&
          (add.data.added ? 'Nothing is sent to it any more.' : 'Nothing was sent to it before.')}
      </p>
      <Problem error={add.error} />
    </form>
  );
}
