import { reasonSentence } from '@postern/core/campaigns';
import type { SendState } from '@postern/core/delivery';

const STATES: Readonly<Record<SendState, string>> = {
  queued: 'Waits for its turn.',
  deferred: 'It could not be delivered yet, and is tried again.',
  accepted: 'The recipient’s mail server took the message.',
  refused: 'The gate refused it.',
  suppressed: 'It was not sent.',
  failed: 'The mail server refused the message for good.',
  uncertain: 'It was handed over, and no answer came back.',
};

/** Why one send is where it is: what was recorded with it, else what its code or state says. */
export function sendReason(send: {
  readonly state: SendState;
  readonly code: string | null;
  readonly reason: string | null;
}): string {
  const { state, code, reason } = send;
  return reason ?? (code === null ? null : reasonSentence(code)) ?? STATES[state];
}
