import { Button, Group, Modal, Skeleton, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FindPeople } from '../../contacts/FindPeople.tsx';
import { contactsQuery, findPeople, type Person } from '../../contacts/queries.ts';
import { Problem } from '../../parts/Problem.tsx';
import classes from '../Templates.module.css';
import type { PreviewingAs } from './use-preview-as.ts';

/** Chooses the person that the preview is made for. */
export function PreviewAs({ as }: { as: PreviewingAs }) {
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <Group gap="xs">
        <Button variant="default" loading={as.pending} onClick={() => setChoosing(true)}>
          {as.person ? `As ${as.person.name}` : 'Preview as a contact'}
        </Button>
        {as.stale && <Button onClick={as.again}>Make it again</Button>}
        {as.person && (
          <Button variant="subtle" onClick={as.leave}>
            With fields
          </Button>
        )}
      </Group>
      <Problem error={as.error} />
      {choosing && (
        <Choose
          close={() => setChoosing(false)}
          choose={(person) => {
            setChoosing(false);
            as.look(person);
          }}
        />
      )}
    </>
  );
}

interface ChooseProps {
  close: () => void;
  choose: (person: Person) => void;
}

const SHOWN = 20;

function Choose({ close, choose }: ChooseProps) {
  const find = useMutation({ mutationFn: findPeople });
  const { data, error, isPending } = useInfiniteQuery(contactsQuery);
  const first = data?.pages[0]?.data.slice(0, SHOWN) ?? [];
  const people = find.data ?? first;
  return (
    <Modal
      opened
      onClose={close}
      title="Preview as a contact"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <FindPeople find={find.mutate} pending={find.isPending} cleared={find.reset} />
      <Problem error={find.error ?? error} />
      {find.data?.length === 0 && (
        <p className={classes.dim}>Nobody has exactly this email, phone or record number.</p>
      )}
      {isPending && <Skeleton h={200} />}
      {!find.data && first.length > 0 && <p className={classes.dim}>Or one of the newest:</p>}
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.id}>
            <UnstyledButton className={classes.offer ?? ''} onClick={() => choose(person)}>
              <span>{person.name}</span>
              <span className={classes.dim}>{person.recordNumber}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
