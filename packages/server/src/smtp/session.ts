import type { TlsFacts } from './server.ts';

/** One message to one person, as it goes over the wire. */
export interface WireMessage {
  /** Envelope addresses, RFC 5321; SMTPUTF8 is asked for where one of them needs it. */
  readonly from: string;
  readonly to: string;
  /** The message, CRLF throughout; its parts go out one after the other. */
  readonly source: readonly Buffer[];
  /** Opaque id for the envelope (ENVID, RFC 3461), given only to a server that announces DSN. */
  readonly envelopeId?: string;
  /** Goes before those of other connections that wait for the process, too. */
  readonly urgent?: boolean;
}

/** A reply, RFC 5321 section 4.2. `text` is the server's own words: they may repeat the address. */
export interface ServerReply {
  readonly code: number;
  readonly enhanced: string | null;
  readonly text: string;
}

/** What went wrong below SMTP, or with SMTP itself. Its message is never shown or logged. */
export interface SmtpFault {
  /** ECONNREFUSED, ETIMEDOUT, ETLS, ENOSTARTTLS, EAUTH, EDNS, EPROTOCOL, ... */
  readonly code: string;
  /** The exact code of TLS or the system, such as CERT_HAS_EXPIRED. */
  readonly originalCode?: string;
  /** CONN, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BDAT. */
  readonly command?: string;
  readonly reply?: ServerReply;
}

/**
 * How a message ended on one connection.
 *
 * - `answered`: the server replied to this message, at this command; with 2xx it has it.
 * - `doubt`: the end of the data was under way and no answer came.
 * - `broken`: the connection ended, or refused us and not the message, before the end of the data:
 *   the server does not have it.
 * - `withdrawn`: `mayEnd` said no; the server does not have it.
 * - `unfit`: it cannot be said to this server at all: too large for its SIZE, or an address that
 *   needs SMTPUTF8 where that is not offered. Nothing was sent.
 */
export type SessionOutcome =
  | {
      readonly kind: 'answered';
      readonly at: 'MAIL' | 'RCPT' | 'DATA';
      readonly reply: ServerReply;
    }
  | { readonly kind: 'doubt' }
  | { readonly kind: 'broken'; readonly fault: SmtpFault }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'unfit'; readonly why: 'size' | 'smtputf8' };

/** A connection that was opened, secured, verified and signed in. */
export interface SmtpSession {
  /** Null only for a connection in clear, which `clearAllowed` alone permits. */
  readonly tls: TlsFacts | null;
  /** The IP address at the other end. */
  readonly peer: string;
  /** False when the connection is gone, or another message cannot follow on it. */
  alive(): boolean;
  /**
   * Sends one message; never two at once. `mayEnd` is called once at most, when all of it but its end has
   * gone out (with CHUNKING: and was taken): the last moment at which nothing has happened. It
   * writes the intent down; when it answers false or rejects the message is withdrawn. Never
   * rejects.
   *
   * `follow` makes half of the packets and of the waiting superfluous, where the server allows it
   * (CHUNKING and PIPELINING): it is called just before `mayEnd` and may answer with a function that
   * sends the next message by another call of `send`; that goes out in one write with this one's end.
   * The function is not called when this message does not end, or cannot be followed so.
   *
   * `told` hears the outcome before the next message's `mayEnd` is called, sooner than the promise.
   */
  send(
    message: WireMessage,
    mayEnd: () => boolean | Promise<boolean>,
    follow?: () => (() => void) | null,
    told?: (outcome: SessionOutcome) => void,
  ): Promise<SessionOutcome>;
  /** Says goodbye without waiting for the answer. */
  quit(): void;
}
