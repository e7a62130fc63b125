import { Button, NumberInput, Switch } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { sessionQuery, useMay } from '../session/session.ts';
import { signInSettingsQuery } from './queries.ts';

/** How long sessions last without use, and whether a password alone is enough. */
export function SignInSettings() {
  const queries = useQueryClient();
  const { data: saved } = useSuspenseQuery(signInSettingsQuery);
  const mayWrite = useMay('settings:write');
  const [idleMinutes, setIdle] = useState(saved.idleMinutes);
  const [secondFactorRequired, setRequired] = useState(saved.secondFactorRequired);
  const save = useMutation({
    mutationFn: () =>
      answer(api.PUT('/api/v1/sign-in-settings', { body: { idleMinutes, secondFactorRequired } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: signInSettingsQuery.queryKey });
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section title="Signing in" note="A session ends after 12 hours in any case.">
      <form onSubmit={submit} style={{ display: 'grid', gap: 16, maxWidth: 480 }}>
        <Problem error={save.error} />
        <NumberInput
          label="A session ends after so many minutes without use"
          description="Two minutes before, whoever is there is warned and can go on."
          min={2}
          max={60}
          allowDecimal={false}
          readOnly={!mayWrite}
          value={idleMinutes}
          onChange={(value) => setIdle(Number(value))}
        />
        <Switch
          label="A second factor is required"
          description={
            saved.demonstration
              ? 'A demonstration can do without: it has no real patients.'
              : 'A passkey or an authenticator app, of everybody; it cannot be given up here.'
          }
          disabled={!mayWrite || !saved.demonstration}
          checked={secondFactorRequired}
          onChange={(event) => setRequired(event.currentTarget.checked)}
        />
        {mayWrite && (
          <div>
            <Button type="submit" variant="default" loading={save.isPending}>
              Save
            </Button>
          </div>
        )}
        {save.isSuccess && <p role="status">Saved.</p>}
      </form>
    </Section>
  );
}
