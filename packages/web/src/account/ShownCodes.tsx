import { Button, Group, Modal } from '@mantine/core';
import { Copy } from '../parts/Copy.tsx';
import classes from './Account.module.css';

/** Recovery codes, this once. */
export function ShownCodes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  return (
    <Modal
      opened
      onClose={close}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title="Your recovery codes"
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <div>
          Each of them signs you in once, when what you sign in with is lost. They are shown this
          once: print them, or keep them where you keep passwords.
        </div>
        <ol className={classes.codes} aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <Group justify="space-between">
          <Copy what="all" of="recovery codes" value={codes.join('\n')} />
          <Button onClick={close}>I have kept them</Button>
        </Group>
      </div>
    </Modal>
  );
}
