import { meaningOf, secondsUntilRetry } from '@postern/core/delivery';
import type { SmtpFault } from '../smtp/index.ts';
import type { JobEnd } from './pool.ts';

/** What the end of a message on the wire means for the send. */
export type End =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string }
  /** Again after so many seconds, and counted. `insecure`: for want of TLS. `doubted`: see below. */
  | {
      readonly kind: 'deferred';
      readonly seconds: number;
      readonly insecure?: true;
      readonly doubted?: true;
    }
  /** Not its fault: again as soon as can be, and not counted. */
  | { readonly kind: 'again' }
  | { readonly kind: 'uncertain' }
  /** Nothing of the campaign can leave for now: its one server cannot be used. */
  | { readonly kind: 'unavailable'; readonly fault: SmtpFault }
  /** No TLS to be trusted was to be had, time and again. */
  | { readonly kind: 'insecure' };

/** After so many attempts without TLS, what the message's stream says is done. */
const ATTEMPTS_FOR_TLS = 3;
/** Seconds between two of them, at least: a server that is being mended has four hours for it. */
const BETWEEN_FOR_TLS = 2 * 3600;

interface Circumstances {
  readonly stream: 'marketing' | 'transactional';
  /** One server takes all of the campaign's mail. */
  readonly single: boolean;
  readonly deferrals: number;
  /** How many of these for want of TLS. */
  readonly insecure: number;
  /** The first wait, 60: all others go by it. */
  readonly retrySeconds: number;
}

/**
 * In doubt, transactional mail is sent again as the same message; marketing is `uncertain` and stays
 * so until somebody knows better.
 */
export function endOf(end: JobEnd, given: Circumstances): End {
  if (end.kind === 'unavailable') return withoutServer(end.fault, given);
  const { outcome } = end;
  switch (outcome.kind) {
    case 'answered': {
      const { code, enhanced } = outcome.reply;
      const meaning = meaningOf(outcome.reply);
      if (meaning === 'accepted') return { kind: 'accepted' };
      if (meaning === 'deferred') return later(given);
      const said = enhanced === null ? `${code}` : `${code} ${enhanced}`;
      const reason = `The mail server refused it for good (${said}).`;
      return { kind: 'failed', code: 'rejected', reason };
    }
    case 'doubt':
      return given.stream === 'transactional' ? doubted(later(given)) : { kind: 'uncertain' };
    case 'broken':
      return brokenOff(outcome.fault, given);
    case 'withdrawn':
      return { kind: 'again' };
    case 'unfit':
      return { kind: 'failed', ...UNFIT[outcome.why] };
  }
}

/** It may have arrived: so also if nothing comes of sending it again. */
const doubted = (end: End): End =>
  end.kind === 'deferred' ? { ...end, doubted: true } : { kind: 'uncertain' };

const UNFIT = {
  size: {
    code: 'not_sendable',
    reason: 'The message is larger than the mail server takes.',
  },
  smtputf8: {
    code: 'not_sendable',
    reason: 'The address has letters beyond ASCII, which the mail server cannot take (SMTPUTF8).',
  },
} as const;

function brokenOff(fault: SmtpFault, given: Circumstances): End {
  const code = fault.reply?.code ?? 0;
  // who refuses our own address or our sign-in refuses every message
  const refusesUs = fault.command === 'MAIL' && code !== 421 && code !== 0;
  if (refusesUs && given.single) return { kind: 'unavailable', fault };
  if (refusesUs && code >= 500) {
    const reason = `The mail server does not take mail from the sender (${code}).`;
    return { kind: 'failed', code: 'sender_refused', reason };
  }
  return later(given);
}

function withoutServer(fault: SmtpFault, given: Circumstances): End {
  if (given.single) return { kind: 'unavailable', fault };
  if (!isInsecure(fault)) return later(given);
  if (given.insecure + 1 >= ATTEMPTS_FOR_TLS) return { kind: 'insecure' };
  const end = later(given);
  if (end.kind !== 'deferred') return end;
  const apart = (BETWEEN_FOR_TLS * given.retrySeconds) / 60;
  return { ...end, seconds: Math.max(end.seconds, apart), insecure: true };
}

/** There was somebody, but no TLS, or none that proves whom we talk to where that is asked for. */
export function isInsecure({ code }: SmtpFault): boolean {
  return code === 'ENOSTARTTLS' || code === 'ETLS';
}

export function later({
  deferrals,
  retrySeconds,
}: Pick<Circumstances, 'deferrals' | 'retrySeconds'>): End {
  const seconds = secondsUntilRetry(deferrals + 1);
  if (seconds !== null) return { kind: 'deferred', seconds: (seconds * retrySeconds) / 60 };
  const reason = 'It could not be delivered for a whole day.';
  return { kind: 'failed', code: 'given_up', reason };
}
