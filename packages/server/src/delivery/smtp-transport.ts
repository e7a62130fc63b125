import { openSession, type SmtpServer, type SmtpSession } from './smtp-session.ts';
import type { Outcome, OutgoingMessage, Transport } from './transport.ts';
import { unavailableSentence } from './unavailable.ts';

const CONNECTIONS = 10;
/** Servers like to be asked anew now and then; a TLS connection costs about as much as a message. */
const MESSAGES_PER_CONNECTION = 100;

/** A transport over a handful of connections to one server, opened when needed and kept. */
export function smtpTransport(kind: Transport['kind'], server: SmtpServer): Transport {
  const idle: { session: SmtpSession; sent: number }[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  const enter = async () => {
    if (busy < CONNECTIONS) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) busy--;
    else next();
  };

  const attempt = async (message: OutgoingMessage): Promise<Outcome> => {
    // a kept connection may have ended since: then nothing left, and a new one is asked
    for (;;) {
      const kept = idle.pop();
      if (kept !== undefined && !kept.session.alive()) continue;
      const session = kept?.session ?? (await openSession(server));
      if ('kind' in session) return session;
      const sent = (kept?.sent ?? 0) + 1;
      const outcome = await session.send(message);
      const more = !closed && sent < MESSAGES_PER_CONNECTION;
      if (more && (await isReady(session, outcome.kind))) idle.push({ session, sent });
      else session.quit();
      if (outcome.kind !== 'broken') return outcome;
      if (kept === undefined) {
        const servername = server.servername ?? server.host;
        const sentence = unavailableSentence({ ...server, servername }, outcome.fault);
        return { kind: 'unavailable', sentence };
      }
    }
  };

  return {
    kind,
    concurrency: CONNECTIONS,
    async verify() {
      const session = await openSession(server);
      if ('kind' in session) return { ok: false, sentence: session.sentence, tls: null };
      session.quit();
      const { protocol, cipher } = session.tls;
      const sentence = `The mail server at ${server.host}, port ${server.port}, answers by ${protocol} (${cipher}), its certificate is verified${server.login ? ', and it accepts the sign-in' : ''}.`;
      return { ok: true, sentence, tls: session.tls };
    },
    async send(message) {
      await enter();
      try {
        return await attempt(message);
      } finally {
        leave();
      }
    },
    async close() {
      closed = true;
      for (const { session } of idle.splice(0)) session.quit();
    },
  };
}

/** Whether another message can follow on the same connection. After a doubtful one it is not tried. */
async function isReady(session: SmtpSession, last: Outcome['kind'] | 'broken'): Promise<boolean> {
  if (!session.alive()) return false;
  if (last === 'accepted') return true;
  return (last === 'deferred' || last === 'failed') && (await session.reset());
}
