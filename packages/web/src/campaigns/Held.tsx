import { Alert } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import { isSoon } from '../parts/said.ts';
import { When } from '../parts/When.tsx';
import type { Campaign } from './queries.ts';

/** Why a campaign that is on does not send, and when it tries again; or why it came to be paused. */
export function Held({ campaign }: { campaign: Campaign }) {
  const { heldReason, heldUntil, state } = campaign;
  if (heldReason === null || (state !== 'running' && state !== 'paused')) return null;
  return (
    <Alert
      mb="lg"
      role="status"
      variant="outline"
      color="amber"
      icon={<IconClockPause aria-hidden />}
      title="Nothing is being sent at the moment"
    >
      {heldReason} {state === 'running' && 'Nobody is lost: whoever waits, waits. '}
      {state === 'running' && heldUntil && (
        <>
          Next try: {isSoon(heldUntil) ? 'within a minute' : <When inSentence time={heldUntil} />}.
        </>
      )}
    </Alert>
  );
}
