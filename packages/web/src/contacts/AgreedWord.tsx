import { Button, Modal, PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { problemOf } from '../api/problem.ts';
import classes from '../delivery/PickUp.module.css';
import { useSetSecret } from '../delivery/pick-up.ts';
import { Ask } from '../parts/Ask.tsx';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';

interface Props {
  id: string;
  setAt: string | null;
}

/** The word that was agreed with somebody: it can be set and removed, and is never shown. */
export function AgreedWord({ id, setAt }: Props) {
  const [asking, setAsking] = useState<'set' | 'remove' | null>(null);
  const close = () => setAsking(null);
  const remove = useSetSecret(id, close);
  return (
    <>
      {setAt !== null && (
        <p className={classes.dim}>
          A word was agreed: <When time={setAt} />.
        </p>
      )}
      <div className={classes.acts}>
        <Button size="xs" variant="default" onClick={() => setAsking('set')}>
          {setAt === null ? 'Record an agreed word' : 'Record another word'}
        </Button>
        {setAt !== null && (
          <Button size="xs" variant="subtle" onClick={() => setAsking('remove')}>
            Remove it
          </Button>
        )}
      </div>
      {asking === 'set' && <SetWord id={id} close={close} />}
      {asking === 'remove' && (
        <Ask
          title="Remove the agreed word?"
          yes="Remove it"
          grave
          pending={remove.isPending}
          error={remove.error}
          act={() => remove.mutate(null)}
          close={close}
        >
          They can then identify only by a mailed code and their birth date.
        </Ask>
      )}
    </>
  );
}

function SetWord({ id, close }: { id: string; close: () => void }) {
  const [secret, setSecret] = useState('');
  const set = useSetSecret(id, close);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    set.mutate(secret);
  };
  return (
    <Modal
      opened
      onClose={close}
      title="Record an agreed word"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <PasswordInput
          label="The word or sentence"
          description="At least 8 characters, agreed in person or by telephone. Upper case and spaces do not matter. It is never shown again."
          required
          withAsterisk={false}
          minLength={8}
          maxLength={200}
          autoComplete="off"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          error={set.error ? problemOf(set.error).field('secret') : undefined}
        />
        <Problem error={set.error} shown={['secret']} />
        <Button type="submit" loading={set.isPending}>
          Record it
        </Button>
      </form>
    </Modal>
  );
}
