/**
 * Where one message to one person stands. Submitted is not delivered: `accepted` is the next
 * server's word for it. The message itself leaves over TLS alone; how the server proved who it is
 * stands with the send. Where there was no TLS to be trusted, `accepted` by way of the portal is the
 * server's word for the notice, and the message waits in the portal.
 *
 * - `queued`: frozen into the audience; it waits, or a worker holds the batch that it is in.
 * - `accepted`: the other side answered the end of the data with 2xx.
 * - `deferred`: the other side asked to come again (4xx), or could not be reached or trusted so far.
 * - `refused`: the gate or the template said no; it never left.
 * - `suppressed`: there was no address, nothing is sent to it any more (it bounced, or its owner
 *   complained), or the campaign was cancelled; it never left.
 * - `failed`: the other side said no for good (5xx), there is no such domain, no TLS that can be
 *   trusted was to be had, or it was put off for too long.
 * - `uncertain`: it was handed over and no answer came. Marketing stays so until somebody knows
 *   better; transactional mail goes out again as the same message.
 */
export const SEND_STATES = [
  'queued',
  'accepted',
  'deferred',
  'refused',
  'suppressed',
  'failed',
  'uncertain',
] as const;
export type SendState = (typeof SEND_STATES)[number];

/** States in which something is still to be done; without one a campaign is done. */
export const WAITING: readonly SendState[] = ['queued', 'deferred'];

/**
 * What may follow what. Whoever holds the batch decides. An uncertain one is settled by the worker
 * that still knows how it ended (back in the queue when it never left), or by evidence that it
 * arrived or did not.
 */
const FOLLOWERS: Readonly<Record<SendState, readonly SendState[]>> = {
  queued: ['accepted', 'deferred', 'refused', 'suppressed', 'failed', 'uncertain'],
  deferred: ['queued', 'accepted', 'refused', 'suppressed', 'failed', 'uncertain'],
  uncertain: ['accepted', 'failed', 'queued', 'deferred', 'suppressed'],
  accepted: [],
  refused: [],
  suppressed: [],
  failed: [],
};

export function mayFollow(from: SendState, to: SendState): boolean {
  return FOLLOWERS[from].includes(to);
}

/** True when nothing can follow any more. */
export function isFinal(state: SendState): boolean {
  return FOLLOWERS[state].length === 0;
}
