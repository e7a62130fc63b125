import { envelopeFor } from './envelope.ts';
import type { Extensions } from './extensions.ts';
import type { SmtpServer, TlsFacts } from './server.ts';
import type { SmtpSession } from './session.ts';
import { Transaction } from './transaction.ts';
import { Turns } from './turns.ts';
import type { Wire } from './wire.ts';

const DEADLINE = 300_000;

/** The session on a wire that was opened, secured and signed in. */
export function sessionOn(
  wire: Wire,
  server: SmtpServer,
  tls: TlsFacts | null,
  offered: Extensions,
): SmtpSession {
  let state: 'ready' | 'reset' | 'busy' | 'ending' | 'never' = 'ready';
  const turns = new Turns(wire);
  const { peer } = wire;
  // one timer for all messages: each re-arms it, and between them it finds nothing to end
  const deadline = setTimeout(() => {
    if (!turns.none) wire.fail({ code: 'ETIMEDOUT' });
  }, server.deadline ?? DEADLINE).unref();

  const leave = () => {
    clearTimeout(deadline);
    // in the middle of a message a goodbye would be read as a part of it
    if (!turns.none) wire.fail({ code: 'ECLOSED' });
    else wire.quit();
    state = 'never';
  };

  /** The state in which the next `send` is one that follows. */
  const begins = (begin: (() => void) | null) =>
    begin &&
    (() => {
      state = 'ending';
      begin();
      if (state === 'ending') state = 'busy';
    });

  return {
    tls,
    peer,
    alive: () => state !== 'never' && wire.fault === null,
    send(message, mayEnd, follow, told) {
      return new Promise((resolve) => {
        if (wire.fault !== null || state === 'never') {
          const fault = wire.fault ?? { code: 'ECLOSED' };
          return resolve({ kind: 'broken', fault: { command: 'MAIL', ...fault } });
        }
        if (state === 'busy') return resolve({ kind: 'broken', fault: { code: 'EBUSY' } });
        const envelope = envelopeFor(message, offered);
        if ('kind' in envelope) return resolve(envelope);
        const { source, urgent = false } = message;
        const job = { envelope, source, urgent, mayEnd, offered, reset: state !== 'ready' };
        state = 'busy';
        deadline.refresh();
        const ending = follow === undefined ? null : () => begins(follow());
        const transaction = new Transaction(
          wire,
          turns,
          { ...job, follow: ending },
          ({ outcome, next }) => {
            const reusable = next !== 'never' && outcome.kind !== 'broken' && wire.fault === null;
            // the one that follows has the wire, and its own RSET
            if (reusable && turns.none) state = next;
            else if (!reusable) {
              clearTimeout(deadline);
              // MAIL was refused in good order: a goodbye is in order too
              if (next === 'never' || !turns.none) wire.fail({ code: 'ECLOSED' });
              else wire.quit();
              state = 'never';
            }
            told?.(outcome);
            resolve(outcome);
          },
        );
        transaction.start();
      });
    },
    quit: leave,
  };
}
