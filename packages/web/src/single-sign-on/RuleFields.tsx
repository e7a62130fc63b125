import { Button, Group, MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { rolesQuery, usersQuery } from '../roles/queries.ts';
import type { Draft } from './draft.ts';

interface Props {
  draft: Draft;
  change: (over: Partial<Draft>) => void;
}

const FROM = [
  { value: 'hand', label: 'From these pages, by hand' },
  { value: 'claim', label: 'From groups that the provider tells at each sign-in' },
  { value: 'directory', label: 'From groups of the directory (SCIM)' },
];

/** Whom Postern takes from the provider, and what they may do. */
export function RuleFields({ draft, change }: Props) {
  const { data: users } = useSuspenseQuery(usersQuery);
  const administrators = users.filter(({ roles }) => roles.includes('administrator'));
  return (
    <>
      <Textarea
        label="Domains of addresses"
        description="One a line. Only these addresses are taken, and whoever types one is led to the provider."
        autosize
        minRows={1}
        required
        withAsterisk={false}
        value={draft.domains}
        onChange={(event) => change({ domains: event.currentTarget.value })}
      />
      <Switch
        label="Put somebody new on file at their first sign-in"
        description="Else an invitation or the directory does."
        checked={draft.createPeople}
        onChange={(event) => change({ createPeople: event.currentTarget.checked })}
      />
      <Select
        label="Roles come"
        allowDeselect={false}
        data={FROM}
        value={draft.rolesFrom}
        onChange={(value) =>
          change({ rolesFrom: value === 'claim' || value === 'directory' ? value : 'hand' })
        }
      />
      {draft.rolesFrom === 'claim' && (
        <TextInput
          label="Claim or attribute that names the groups"
          value={draft.roleClaim}
          onChange={(event) => change({ roleClaim: event.currentTarget.value })}
        />
      )}
      {draft.rolesFrom !== 'hand' && <Mapping draft={draft} change={change} />}
      <Textarea
        label="Words that mean a second factor"
        description="Of amr, acr or AuthnContextClassRef, such as mfa. Without one of them Postern asks for its own."
        autosize
        minRows={1}
        value={draft.factorWords}
        onChange={(event) => change({ factorWords: event.currentTarget.value })}
      />
      <Switch
        label="Single sign-on is required"
        description="Passwords and passkeys alone sign in nobody but the administrator below."
        checked={draft.required}
        onChange={(event) => change({ required: event.currentTarget.checked })}
      />
      {draft.required && (
        <Select
          label="Who signs in by password when the provider fails"
          description="Each such sign-in is recorded, and told to whoever reviews emergencies."
          required
          withAsterisk={false}
          data={administrators.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.breakGlassUserId}
          onChange={(breakGlassUserId) => change({ breakGlassUserId })}
        />
      )}
    </>
  );
}

function Mapping({ draft: { roleMapping }, change }: Props) {
  const { data } = useSuspenseQuery(rolesQuery);
  const roles = data.data.map(({ id, name }) => ({ value: id, label: name }));
  const set = (at: number, over: Partial<Draft['roleMapping'][number]>) =>
    change({ roleMapping: roleMapping.map((one, i) => (i === at ? { ...one, ...over } : one)) });
  return (
    <fieldset style={{ display: 'grid', gap: 12, border: 0, padding: 0, margin: 0 }}>
      <legend>Groups and the roles that they give</legend>
      {roleMapping.map(({ value, roles: given }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name while it is written
        <Group key={at} align="end" wrap="wrap">
          <TextInput
            label="Group"
            value={value}
            onChange={(event) => set(at, { value: event.currentTarget.value })}
          />
          <MultiSelect
            label="Roles"
            data={roles}
            value={given}
            onChange={(next) => set(at, { roles: next })}
          />
          <Button
            variant="default"
            onClick={() => change({ roleMapping: roleMapping.filter((_, i) => i !== at) })}
          >
            Remove
          </Button>
        </Group>
      ))}
      <div>
        <Button
          variant="default"
          onClick={() => change({ roleMapping: [...roleMapping, { value: '', roles: [] }] })}
        >
          Add a group
        </Button>
      </div>
    </fieldset>
  );
}
