import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { accountQuery } from './queries.ts';

/** A new password of one's own. */
export function ChangePassword() {
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => answer(api.PUT('/api/v1/account/password', { body: { password } })),
    onSuccess: async () => {
      setPassword('');
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  const fault = change.error ? problemOf(change.error).field('password') : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Section
      title="Password"
      note="Your other sessions end with it. It has no date by which it must change."
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16, maxWidth: 400 }}>
        <Problem error={fault === undefined ? change.error : null} />
        <PasswordInput
          label="New password"
          description="At least 12 characters; a few words in a row are easy to keep."
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fault}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the new password' }}
        />
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            Change the password
          </Button>
        </div>
        {change.isSuccess && <p role="status">Your password is changed.</p>}
      </form>
    </Section>
  );
}
