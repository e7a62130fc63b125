import { secondsUntilRetry } from '@postern/core/delivery';
import type { Prepared } from './prepare-messages.ts';
import type { Settlement } from './settle-sends.ts';
import type { Outcome } from './transport.ts';

/**
 * What the outcome of a hand-over makes of the row. In doubt, transactional mail is sent again as
 * the same message; marketing is `uncertain` and stays so until somebody knows better.
 */
export function settlementOf(
  { claim, permit }: Pick<Prepared, 'claim' | 'permit'>,
  outcome: Outcome,
  stream: 'marketing' | 'transactional',
): Settlement {
  const grounds = { code: permit.basis, reason: permit.reason };
  switch (outcome.kind) {
    case 'accepted':
      return { claim, state: 'accepted', ...grounds, ...answerOf(outcome) };
    case 'deferred':
      return { ...deferred(claim), ...answerOf(outcome) };
    case 'failed':
      return { claim, state: 'failed', ...refusalOf(outcome), ...answerOf(outcome) };
    case 'uncertain':
      if (stream === 'transactional') return { ...deferred(claim), tls: outcome.tls };
      return { claim, state: 'uncertain', code: 'no_reply', reason: NO_REPLY, tls: outcome.tls };
    case 'unavailable':
    case 'unsent':
      return { claim, state: 'queued' };
  }
}

const NO_REPLY =
  'It was handed over, and the connection ended before the answer. It may have arrived.';

function deferred(claim: Settlement['claim']): Settlement {
  const retrySeconds = secondsUntilRetry(claim.deferrals + 1);
  if (retrySeconds !== null) return { claim, state: 'deferred', retrySeconds };
  const reason = 'The mail server asked to come again later for a whole day.';
  return { claim, state: 'failed', code: 'given_up', reason };
}

type Answered = Extract<Outcome, { kind: 'accepted' | 'deferred' | 'failed' }>;

const answerOf = ({ code, enhanced, tls }: Answered) => ({
  smtpCode: code,
  enhancedCode: enhanced,
  tls,
});

function refusalOf({ code, enhanced }: Answered): { code: string; reason: string } {
  if (code === null) {
    const reason = 'The message is too large for the mail server, or the address cannot be used.';
    return { code: 'not_sendable', reason };
  }
  const said = enhanced === null ? `${code}` : `${code} ${enhanced}`;
  return { code: 'rejected', reason: `The mail server refused it for good (${said}).` };
}
