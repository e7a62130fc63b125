import { envelopeFor } from './envelope.ts';
import type { Extensions } from './extensions.ts';
import type { SmtpServer, TlsFacts } from './server.ts';
import type { SmtpSession } from './session.ts';
import { Transaction } from './transaction.ts';
import type { Wire } from './wire.ts';

const DEADLINE = 300_000;

/** The session on a wire that was opened, secured and signed in. */
export function sessionOn(
  wire: Wire,
  server: SmtpServer,
  tls: TlsFacts | null,
  offered: Extensions,
): SmtpSession {
  let state: 'ready' | 'reset' | 'busy' | 'never' = 'ready';
  const { peer } = wire;
  // one timer for all messages: each re-arms it, and between them it finds nothing to end
  const deadline = setTimeout(() => {
    if (state === 'busy') wire.fail({ code: 'ETIMEDOUT' });
  }, server.deadline ?? DEADLINE).unref();

  const leave = () => {
    clearTimeout(deadline);
    // in the middle of a message a goodbye would be read as a part of it
    if (state === 'busy') wire.fail({ code: 'ECLOSED' });
    else wire.quit();
    state = 'never';
  };

  return {
    tls,
    peer,
    alive: () => state !== 'never' && wire.fault === null,
    send(message, mayEnd) {
      return new Promise((resolve) => {
        if (wire.fault !== null || state === 'never') {
          const fault = wire.fault ?? { code: 'ECLOSED' };
          return resolve({ kind: 'broken', fault: { command: 'MAIL', ...fault } });
        }
        if (state === 'busy') return resolve({ kind: 'broken', fault: { code: 'EBUSY' } });
        const envelope = envelopeFor(message, offered);
        if ('kind' in envelope) return resolve(envelope);
        const job = { envelope, source: message.source, mayEnd, offered, reset: state === 'reset' };
        state = 'busy';
        deadline.refresh();
        new Transaction(wire, job, ({ outcome, next }) => {
          const reusable = next !== 'never' && outcome.kind !== 'broken' && wire.fault === null;
          if (reusable) state = next;
          else {
            clearTimeout(deadline);
            // MAIL was refused in good order: a goodbye is in order too
            if (next === 'never') wire.fail({ code: 'ECLOSED' });
            else wire.quit();
            state = 'never';
          }
          resolve(outcome);
        }).start();
      });
    },
    quit: leave,
  };
}
