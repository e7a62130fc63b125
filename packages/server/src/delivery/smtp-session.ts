import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { meaningOf, readReply } from '@postern/core/delivery';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Outcome, OutgoingMessage, TlsFacts } from './transport.ts';
import { type SmtpFault, unavailableSentence } from './unavailable.ts';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly tls: 'starttls' | 'implicit';
  /** The name that the certificate has to carry, where it is not the host's. */
  readonly servername?: string;
  /** PEM; null for the authorities that the runtime knows. */
  readonly authority: string | null;
  readonly verified: TlsFacts['verified'];
  readonly login: { readonly user: string; readonly password: string } | null;
  /** What we call ourselves in EHLO. */
  readonly name: string;
  /** Milliseconds without a byte, and for a whole message. */
  readonly silence?: number;
  readonly deadline?: number;
}

/** A connection that was opened, verified and signed in. */
export interface SmtpSession {
  readonly tls: TlsFacts;
  /** False when the connection is gone. */
  alive(): boolean;
  /** `broken`: the connection ended before the message's data; nothing of it left. */
  send(message: OutgoingMessage): Promise<Outcome | { readonly kind: 'broken'; fault: SmtpFault }>;
  /** Ends a transaction that was refused, so that another can begin (RSET); false when it cannot. */
  reset(): Promise<boolean>;
  quit(): void;
}

/**
 * Opens a session, or answers why it cannot be had. nodemailer's SMTPConnection is driven directly
 * and not through its pool, which tells neither the cipher nor whether the data had begun.
 */
export async function openSession(
  server: SmtpServer,
): Promise<SmtpSession | { readonly kind: 'unavailable'; readonly sentence: string }> {
  const { host, port, authority, login } = server;
  const servername = server.servername ?? host;
  const connection = new SMTPConnection({
    host,
    port,
    name: server.name,
    secure: server.tls === 'implicit',
    requireTLS: true,
    allowInternalNetworkInterfaces: true,
    connectionTimeout: 30_000,
    greetingTimeout: 30_000,
    socketTimeout: server.silence ?? 120_000,
    tls: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      // RFC 6066 section 3: no address in SNI; the certificate is then checked for the address
      ...(isIP(servername) === 0 && { servername }),
      ...(authority !== null && { ca: authority }),
    },
  });
  let lastFault: SmtpFault = {};
  // without a listener an error on an idle connection would end the process
  connection.on('error', (error: SmtpFault) => {
    lastFault = error;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(lastFault));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const tls = factsOf(connection, server.verified);
    if (tls === null) throw Object.assign(new Error('Not secured.'), { code: 'ETLS' });
    if (login !== null) {
      await new Promise<void>((resolve, reject) => {
        connection.once('end', () => reject(lastFault));
        const credentials = { user: login.user, pass: login.password };
        connection.login({ credentials }, (error) => (error ? reject(error) : resolve()));
      });
    }
    return sessionOn(connection, tls, server);
  } catch (error) {
    connection.close();
    const sentence = unavailableSentence({ host, port, servername }, error as SmtpFault);
    return { kind: 'unavailable', sentence };
  }
}

function sessionOn(connection: SMTPConnection, tls: TlsFacts, server: SmtpServer): SmtpSession {
  const alive = () => !connection.destroyed;
  return {
    tls,
    alive,
    send: ({ from, to, source, envelopeId }) =>
      new Promise((resolve) => {
        let begun = false;
        // the client reads the message only after the server's 354
        const body = new Readable({
          read() {
            begun = true;
            this.push(source);
            this.push(null);
          },
        });
        const lost = (fault: SmtpFault) =>
          settle(begun ? { kind: 'uncertain', tls } : { kind: 'broken', fault });
        const onEnd = () => setImmediate(lost, { code: 'ECONNRESET' });
        const timer = setTimeout(() => {
          connection.close();
          lost({ code: 'ETIMEDOUT' });
        }, server.deadline ?? 300_000);
        let settled = false;
        const settle = (outcome: Awaited<ReturnType<SmtpSession['send']>>) => {
          if (settled) return;
          settled = true;
          clearTimeout(timer);
          connection.off('end', onEnd);
          resolve(outcome);
        };
        const envelope = {
          from,
          to,
          size: source.length,
          ...(envelopeId !== undefined && { dsn: { envid: envelopeId } }),
        };
        connection.send(envelope, body, (error, info) => {
          if (error === null || error === undefined) {
            const reply = readReply(info?.response ?? '');
            if (reply === null) return lost({});
            return settle({ kind: 'accepted', ...reply, tls });
          }
          return settle(outcomeOf(error, begun, tls));
        });
        // after the client's own listeners: its error says more than the bare end
        connection.once('end', onEnd);
      }),
    reset: () =>
      new Promise((resolve) => {
        const ended = () => resolve(false);
        connection.once('end', ended);
        connection.reset((error) => {
          connection.off('end', ended);
          resolve(!error);
        });
      }),
    quit: () => {
      if (alive()) connection.quit();
    },
  };
}

/** What an error of the client means, by where in the conversation it came. */
function outcomeOf(
  fault: SmtpFault,
  begun: boolean,
  tls: TlsFacts,
): Awaited<ReturnType<SmtpSession['send']>> {
  const reply = readReply(fault.response ?? '');
  if (reply === null) {
    if (begun) return { kind: 'uncertain', tls };
    // too large for the server, or an address that cannot be written in an envelope
    if (fault.code === 'EMESSAGE' || fault.code === 'EENVELOPE') {
      return { kind: 'failed', code: null, enhanced: null, tls };
    }
    return { kind: 'broken', fault };
  }
  // 421 ends the connection, RFC 5321 section 3.8: before the data it says nothing of the message
  if (!begun && reply.code === 421) return { kind: 'broken', fault };
  // a refused sender is refused for every message; 552 is about the size of this one
  if (fault.command === 'MAIL FROM' && reply.code !== 552) return { kind: 'broken', fault };
  const meaning = meaningOf(reply);
  if (meaning === 'accepted') return { kind: 'uncertain', tls };
  return { kind: meaning, ...reply, tls };
}

/** Null unless the connection is TLS 1.2 or later to a peer whose certificate was verified. */
function factsOf(connection: SMTPConnection, verified: TlsFacts['verified']): TlsFacts | null {
  const socket = connection._socket;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const protocol = socket.getProtocol();
  if (protocol !== 'TLSv1.3' && protocol !== 'TLSv1.2') return null;
  return { protocol, cipher: socket.getCipher().name, verified };
}
