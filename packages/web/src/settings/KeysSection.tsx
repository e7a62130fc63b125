import { Alert, Button, Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Facts } from '../parts/Facts.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { DestroyOrganization } from './DestroyOrganization.tsx';
import { type Keys, keysQuery, ROTATION_WORDS, useKeyChange } from './keys.ts';

/** Where the key-encryption key is, and what can be done with the keys under it. */
export function KeysSection({ name }: { name: string }) {
  const { data: keys } = useSuspenseQuery(keysQuery);
  return (
    <>
      <Store keys={keys} />
      <Backup keys={keys} />
      <Rewrap keys={keys} />
      <Rotation keys={keys} />
      <DestroyOrganization name={name} />
    </>
  );
}

function Store({ keys: { store } }: { keys: Keys }) {
  return (
    <Section
      title="The key of keys"
      note="It wraps the key of every organization. The database never holds it."
    >
      <Facts facts={[['It is', store.title]]} />
      {store.problem !== null && (
        <Alert
          variant="outline"
          color="brick"
          icon={<IconAlertTriangle aria-hidden />}
          title="It cannot be asked at the moment"
        >
          {store.problem} Nothing is opened that is not open already, and no mail leaves. It goes on
          by itself when the store answers.
        </Alert>
      )}
    </Section>
  );
}

function Backup({ keys: { backup, store } }: { keys: Keys }) {
  const confirm = useKeyChange('backup');
  if (!backup.needed || backup.confirmedAt !== null) return null;
  return (
    <Section title="Keep a copy of it">
      <Alert
        variant="outline"
        color="brick"
        icon={<IconAlertTriangle aria-hidden />}
        title="Nobody has confirmed that a copy is kept elsewhere"
      >
        Without {store.title} nothing of anybody can ever be opened again. Keep a copy apart from
        any backup of the database: with both, everything can be read.
      </Alert>
      <Button mt="md" loading={confirm.isPending} onClick={() => confirm.mutate()}>
        A copy is kept elsewhere
      </Button>
      <Problem error={confirm.error} />
    </Section>
  );
}

function Rewrap({ keys: { wrappedByOlder } }: { keys: Keys }) {
  const rewrap = useKeyChange('rewrap');
  return (
    <Section
      title="Wrap all keys anew"
      note="By a new key file, the newest version of the key in AWS KMS or Vault, or the store that the settings name now. Nobody waits."
    >
      {wrappedByOlder > 0 && <p>{wrappedByOlder} keys are wrapped by an older key.</p>}
      <Button variant="default" loading={rewrap.isPending} onClick={() => rewrap.mutate()}>
        Wrap all keys anew
      </Button>
      <div role="status">{rewrap.isSuccess && <p>All keys are wrapped anew.</p>}</div>
      <Problem error={rewrap.error} />
    </Section>
  );
}

function Rotation({ keys: { rotation } }: { keys: Keys }) {
  const rotate = useKeyChange('rotate');
  const running = rotation !== null && rotation.state !== 'finished';
  const share = rotation?.total ? Math.min(100, (100 * rotation.done) / rotation.total) : 0;
  return (
    <Section
      title="Change the key that seals"
      note="Everything of this organization is sealed anew in the background, then the old key is destroyed."
    >
      {rotation !== null && (
        <div role="status">
          <Facts
            facts={[
              ['Key', String(rotation.version)],
              ['State', ROTATION_WORDS[rotation.state]],
              ['Sealed anew', `${rotation.done} of ${rotation.total ?? '…'} values`],
            ]}
          />
          {rotation.problem !== null && <p>{rotation.problem}</p>}
        </div>
      )}
      {running ? (
        <Progress value={share} aria-label="Sealed anew" />
      ) : (
        <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          Change the key
        </Button>
      )}
      <Problem error={rotate.error} />
    </Section>
  );
}
