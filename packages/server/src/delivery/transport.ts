/** What was known of the connection over which a message left: kept with each delivery. */
export interface TlsFacts {
  /** 'TLSv1.3' or 'TLSv1.2'; never less. */
  readonly protocol: string;
  readonly cipher: string;
  /** Against what the server's certificate and name were verified. */
  readonly verified: 'public_authorities' | 'private_authority' | 'sandbox_authority';
}

/** One message to one person, as it goes over the wire. */
export interface OutgoingMessage {
  /** Envelope addresses, RFC 5321. */
  readonly from: string;
  readonly to: string;
  readonly source: Buffer;
  /** Opaque id for the envelope (ENVID, RFC 3461), given only to a server that may know it. */
  readonly envelopeId?: string;
}

/**
 * How it ended. Codes alone are kept of a reply: its text likes to repeat the address.
 *
 * - `deferred`, `failed`: the other side said so; it does not have the message.
 * - `uncertain`: the text was under way and no answer to it came. It may have the message.
 * - `unavailable`: nothing left, and nothing would for any other message: why, in a sentence.
 * - `unsent`: nothing left, for a reason of this message's moment; it may be tried again at once.
 */
export type Outcome =
  | (Answer & { readonly kind: 'accepted' | 'deferred' | 'failed'; readonly tls: TlsFacts | null })
  | { readonly kind: 'uncertain'; readonly tls: TlsFacts | null }
  | { readonly kind: 'unavailable'; readonly sentence: string }
  | { readonly kind: 'unsent' };

interface Answer {
  /** Null when it failed before anybody was asked: too large, or an address that cannot be written. */
  readonly code: number | null;
  readonly enhanced: string | null;
}

export type TransportCheck =
  | { readonly ok: true; readonly sentence: string; readonly tls: TlsFacts }
  | { readonly ok: false; readonly sentence: string; readonly tls: null };

/** A way out. Whatever the implementation: never in clear, never to an unverified peer. */
export interface Transport {
  readonly kind: 'sandbox' | 'relay';
  /** How many messages it takes at the same time. */
  readonly concurrency: number;
  /** Connects, verifies and signs in, without sending anything. */
  verify(): Promise<TransportCheck>;
  /** Never rejects: what went wrong is the outcome. */
  send(message: OutgoingMessage): Promise<Outcome>;
  /** Says goodbye to the servers; what is under way ends first. */
  close(): Promise<void>;
}
