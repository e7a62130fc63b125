import { Modal, TextInput } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import classes from './Palette.module.css';
import { useCommands } from './use-commands.ts';

/** In the same moment as it appears: what is typed next goes nowhere else. */
const focusAtOnce = (input: HTMLInputElement | null) => input?.focus({ preventScroll: true });

/** Search and commands: type, choose with the arrows, press Enter. */
export function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const commands = useCommands(text, close);
  const chosen = Math.min(at, commands.length - 1);
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, chosen]);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((chosen + step + commands.length) % commands.length);
    }
    if (event.key === 'Enter') commands[chosen]?.run();
  };
  return (
    <Modal
      opened
      onClose={close}
      transitionProps={{ duration: 0 }}
      returnFocus={false}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="12dvh"
      attributes={{ content: { 'aria-label': 'Search or do' } }}
    >
      <TextInput
        data-autofocus
        ref={focusAtOnce}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={commands[chosen] && `${list}-${chosen}`}
        aria-label="Search or do"
        placeholder="Go to a page, begin something, or find a person by exact email, phone or record number"
        variant="unstyled"
        size="md"
        className={classes.input ?? ''}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <ul className={classes.list} id={list} role="listbox" aria-label="What it found">
        {commands.map(({ key, label, note, Icon, run }, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the text field has the keyboard, as the combobox pattern asks
          <li
            key={key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={classes.option}
            onPointerMove={() => setAt(index)}
            onClick={run}
          >
            <Icon size={18} stroke={1.6} aria-hidden />
            <span className={classes.label}>{label}</span>
            <span className={classes.note}>{note}</span>
          </li>
        ))}
      </ul>
      <p className={classes.foot} role="status">
        {commands.length === 0
          ? 'Nothing by that name.'
          : '↑ ↓ to choose, Enter to go, Esc to close'}
      </p>
    </Modal>
  );
}
