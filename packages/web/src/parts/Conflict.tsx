import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { problemOf } from '../api/problem.ts';

/** What the server has now, out of a 412's problem; null for any other error. */
export function currentOf<T extends { version: number }>(error: unknown): T | null {
  if (error === null || error === undefined) return null;
  const { problem } = problemOf(error);
  if (problem.code !== 'version_conflict' || !('current' in problem)) return null;
  return problem.current as T;
}

interface Props {
  /** What is being edited: "segment". */
  what: string;
  /** What the other person saved, shown beside what one has oneself. */
  theirs: ReactNode;
  mine: ReactNode;
  pending: boolean;
  keepMine: () => void;
  takeTheirs: () => void;
  close: () => void;
}

/** Somebody else saved meanwhile: both versions, and the choice. Nothing is overwritten unseen. */
export function Conflict(props: Props) {
  const { what, theirs, mine, pending, keepMine, takeTheirs, close } = props;
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={`Somebody else saved this ${what} meanwhile`}
      closeButtonProps={{ 'aria-label': 'Close and decide later' }}
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <p style={{ margin: 0 }}>
          Both versions are here. Nothing is lost until you choose; close this to look at yours
          again.
        </p>
        <div
          style={{
            display: 'grid',
            gap: 16,
            gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
          }}
        >
          <section aria-label="Saved meanwhile">
            <h3 style={{ margin: '0 0 8px', fontSize: 16 }}>Saved meanwhile</h3>
            {theirs}
          </section>
          <section aria-label="Yours">
            <h3 style={{ margin: '0 0 8px', fontSize: 16 }}>Yours, not saved</h3>
            {mine}
          </section>
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={takeTheirs}>
            Take theirs and drop mine
          </Button>
          <Button loading={pending} onClick={keepMine}>
            Save mine over theirs
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
