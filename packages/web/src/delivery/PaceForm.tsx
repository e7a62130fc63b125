import { Button, NumberInput, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { Facts } from '../parts/Facts.tsx';
import { number } from '../parts/figures.ts';
import { Problem } from '../parts/Problem.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import classes from './Shaping.module.css';
import { type OrganizationPace, type PaceChange, paceQuery, windowWords } from './shaping.ts';
import { WindowFields } from './WindowFields.tsx';

const changeOf = ({ version: _, ...pace }: OrganizationPace): PaceChange => pace;
const ZONES = Intl.supportedValuesOf('timeZone');

interface Props {
  saved: OrganizationPace;
  mayWrite: boolean;
}

export function PaceForm({ saved, mayWrite }: Props) {
  const queries = useQueryClient();
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(() => changeOf(saved));
  const changed = JSON.stringify(draft) !== JSON.stringify(changeOf(base));
  const put = (some: Partial<PaceChange>) => setDraft({ ...draft, ...some });
  const take = (pace: OrganizationPace) => {
    queries.setQueryData(paceQuery.queryKey, pace);
    setBase(pace);
    setDraft(changeOf(pace));
  };
  const save = useMutation({
    mutationFn: (version: number) =>
      answer(api.PUT('/api/v1/delivery/pace', { body: draft, headers: ifMatch(version) })),
    onSuccess: (pace) => {
      take(pace);
      notifications.show({ message: 'Saved. It holds within seconds.' });
    },
  });
  const theirs = currentOf<OrganizationPace>(save.error);
  const field = (name: string) => (save.error ? problemOf(save.error).field(name) : undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(base.version);
  };
  return (
    <form onSubmit={submit} style={{ marginBottom: 40 }}>
      <fieldset disabled={!mayWrite} className={classes.form} aria-label="Pace of mailings">
        {!theirs && <Problem error={save.error} shown={['timeZone', 'window']} />}
        <NumberInput
          label="At most, a minute"
          description="All mailings together. Empty: as fast as receivers like it."
          min={1}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          value={draft.perMinute ?? ''}
          onChange={(value) => put({ perMinute: Number(value) || null })}
        />
        <WindowFields
          label="Only at certain hours"
          description="By the clock where the recipient lives, as far as their state or ZIP code tells."
          window={draft.window}
          error={field('window')}
          choose={(window) => put({ window })}
        />
        <Select
          label="Time zone of the organization"
          description="For recipients of whom nobody knows where they live."
          searchable
          allowDeselect={false}
          data={ZONES.includes(draft.timeZone) ? ZONES : [draft.timeZone, ...ZONES]}
          value={draft.timeZone}
          error={field('timeZone')}
          onChange={(timeZone) => timeZone && put({ timeZone })}
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
          what="pace"
          theirs={<Version of={theirs} />}
          mine={<Version of={draft} />}
          pending={save.isPending}
          keepMine={() => save.mutate(theirs.version)}
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

function Version({ of }: { of: PaceChange }) {
  return (
    <Facts
      facts={[
        ['At most, a minute', of.perMinute === null ? 'No limit' : number(of.perMinute)],
        ['Hours', of.window === null ? 'Any' : windowWords(of.window)],
        ['Time zone', of.timeZone],
      ]}
    />
  );
}
