import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Lead, Problem } from './Problem.tsx';

interface Props {
  title: string;
  /** What will be different afterwards. */
  children: ReactNode;
  /** What the button that does it says. */
  yes: string;
  /** What the button that leaves everything says. */
  no?: string;
  /** True for what destroys something. */
  grave?: boolean;
  pending?: boolean;
  error?: unknown;
  /** To the fields that it is about; the question is put away. */
  lead?: Lead;
  act: () => void;
  close: () => void;
}

/** Asks before something is done, and says what it does. */
export function Ask(props: Props) {
  const { title, children, yes, no = 'Cancel', grave, pending = false, error, act, close } = props;
  const { lead } = props;
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div style={{ display: 'grid', gap: 16 }}>
        <div>{children}</div>
        <Problem error={error ?? null} {...(lead && { lead })} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {no}
          </Button>
          <Button {...(grave && { color: 'brick' })} loading={pending} onClick={act}>
            {yes}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
