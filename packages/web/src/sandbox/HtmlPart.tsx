import { SegmentedControl } from '@mantine/core';
import { MailFrame } from '../parts/MailFrame.tsx';
import type { Message } from './queries.ts';
import classes from './Sandbox.module.css';

const WIDTHS = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'phone', label: 'Phone' },
];

interface Props {
  message: Message;
  phone: boolean;
  setPhone: (phone: boolean) => void;
}

/** The HTML part as the server gives it, under a policy that can run and fetch nothing. */
export function HtmlPart({ message, phone, setPhone }: Props) {
  if (message.html === null) return <p>It has no HTML part.</p>;
  return (
    <>
      <SegmentedControl
        className={classes.width ?? ''}
        aria-label="Width of the screen"
        size="xs"
        data={WIDTHS}
        value={phone ? 'phone' : 'desktop'}
        onChange={(width) => setPhone(width === 'phone')}
      />
      <MailFrame
        title={`Message: ${message.subject}`}
        src={`/api/v1/sandbox/messages/${message.id}/html`}
        height={640}
        width={phone ? 375 : 720}
      />
    </>
  );
}
