import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import classes from './FindPeople.module.css';

interface Props {
  find: (text: string) => void;
  pending: boolean;
  /** Called when the box is emptied. */
  cleared?: () => void;
}

/** The box that finds a person by exact email, phone or record number. What is typed stays on this page. */
export function FindPeople({ find, pending, cleared }: Props) {
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // within another form it must not submit that one
    event.stopPropagation();
    if (text.trim()) find(text);
  };
  return (
    <form role="search" aria-label="Find a contact" onSubmit={submit} className={classes.find}>
      <TextInput
        type="search"
        label="Exact email, phone or record number"
        placeholder="maria@example.org"
        maxLength={320}
        autoComplete="off"
        spellCheck={false}
        className={classes.box ?? ''}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          if (event.currentTarget.value === '') cleared?.();
        }}
      />
      <Button type="submit" variant="default" loading={pending} disabled={text.trim() === ''}>
        Find
      </Button>
    </form>
  );
}
