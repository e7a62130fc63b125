import { Button, Checkbox, Group, Modal, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, ifMatch, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { problemOf } from '../api/problem.ts';
import { Problem } from '../parts/Problem.tsx';
import { rolesQuery } from '../roles/queries.ts';
import { ClassField, MayField } from '../roles/RightsFields.tsx';
import type { Permission } from '../session/session.ts';
import { type Application, applicationsQuery } from './queries.ts';
import { WAYS } from './words.ts';

interface Props {
  /** Null: a new one. */
  application: Application | null;
  close: () => void;
}

/** What only people do; the server holds to it. */
const FOR_PEOPLE = /^(users|keys|applications):|^emergency:/u;
const FIELDS = ['name', 'permissions', 'highestClass', 'addresses', 'publicKeys'];

/** A dialog for what an application may do, and from where and how. */
export function ApplicationDialog({ application, close }: Props) {
  const queries = useQueryClient();
  const { data: roles } = useSuspenseQuery(rolesQuery);
  const [key] = useState(newKey);
  const [name, setName] = useState(application?.name ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(application?.permissions ?? []);
  const [highestClass, setHighestClass] = useState(application?.highestClass ?? null);
  const [ways, setWays] = useState<readonly string[]>(
    application?.ways ?? ['key', 'oauth', 'signed'],
  );
  const [addresses, setAddresses] = useState(application?.addresses.join('\n') ?? '');
  const [perMinute, setPerMinute] = useState<number | null>(application?.perMinute ?? null);
  const [keySet, setKeySet] = useState(
    application?.publicKeys ? JSON.stringify(application.publicKeys, null, 2) : '',
  );
  const read = keySetOf(keySet);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name,
        permissions: roles.permissions.flatMap(({ permission }): Permission[] =>
          chosen.includes(permission) ? [permission] : [],
        ),
        highestClass,
        ways: WAYS.flatMap(({ way }) => (ways.includes(way) ? [way] : [])),
        addresses: addresses.split(/[\s,]+/u).filter((line) => line !== ''),
        perMinute,
        publicKeys: read === 'unreadable' ? null : read,
      };
      if (application === null) {
        return answer(api.POST('/api/v1/applications', { body, headers: intent(key, body) }));
      }
      const params = { path: { id: application.id } };
      const headers = ifMatch(application.version);
      return answer(api.PUT('/api/v1/applications/{id}', { params, body, headers }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: applicationsQuery.queryKey }),
    onSuccess: close,
  });
  const fault = (field: string) => (save.error ? problemOf(save.error).field(field) : undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={application === null ? 'New application' : `Change “${application.name}”`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Problem error={save.error} shown={FIELDS} />
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fault('name')}
        />
        <MayField
          description="No more than you may do yourself. You answer for it from now on."
          permissions={roles.permissions.filter(({ permission }) => !FOR_PEOPLE.test(permission))}
          value={chosen}
          onChange={setChosen}
          error={fault('permissions')}
        />
        <ClassField
          description="Each class opens those before it."
          value={highestClass}
          onChange={setHighestClass}
          error={fault('highestClass')}
        />
        <Checkbox.Group label="Lets itself in by" value={[...ways]} onChange={setWays}>
          <div style={{ display: 'grid', gap: 8, margin: '8px 0' }}>
            {WAYS.map(({ way, name: label, what }) => (
              <Checkbox key={way} value={way} label={label} description={what} />
            ))}
          </div>
        </Checkbox.Group>
        <Textarea
          label="Only from these networks"
          description="One a line, such as 192.0.2.0/24 or 2001:db8::/32. With none, those of its first day are learned, and a new one restricts it."
          autosize
          minRows={2}
          value={addresses}
          onChange={(event) => setAddresses(event.currentTarget.value)}
          error={fault('addresses')}
        />
        <NumberInput
          label="Calls a minute, at most"
          description="Empty: as for every application."
          min={1}
          max={1_000_000}
          allowDecimal={false}
          thousandSeparator=","
          value={perMinute ?? ''}
          onChange={(value) => setPerMinute(typeof value === 'number' ? value : null)}
        />
        <Textarea
          label="Public keys"
          description="A JWK Set, for an application that signs for its tokens (private_key_jwt). Empty: none."
          autosize
          minRows={2}
          maxRows={8}
          value={keySet}
          onChange={(event) => setKeySet(event.currentTarget.value)}
          error={
            read === 'unreadable'
              ? 'This is no JWK Set; expected {"keys": […]}.'
              : fault('publicKeys')
          }
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={name.trim() === '' || ways.length === 0 || read === 'unreadable'}
          >
            {application === null ? 'Let it in' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type KeySet = NonNullable<Application['publicKeys']>;

function keySetOf(text: string): KeySet | null | 'unreadable' {
  if (text.trim() === '') return null;
  try {
    const given: unknown = JSON.parse(text);
    return isKeySet(given) ? given : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

const isKeySet = (given: unknown): given is KeySet =>
  typeof given === 'object' && given !== null && 'keys' in given && Array.isArray(given.keys);
