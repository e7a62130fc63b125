import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface Props {
  /** "Copy name". */
  what: string;
  /** Of which one, for those who only hear the button. */
  of: string;
  value: string;
}

/** Takes a value along. */
export function Copy({ what, of, value }: Props) {
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-xs"
          justify="flex-start"
          leftSection={
            copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
          }
          aria-label={`${copied ? 'Copied' : `Copy ${what}`}: ${of}`}
          onClick={copy}
        >
          {copied ? 'Copied' : `Copy ${what}`}
        </Button>
      )}
    </CopyButton>
  );
}
