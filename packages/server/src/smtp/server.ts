import type { LookupFunction } from 'node:net';

/** How a mail server's identity was established: kept with each delivery, RFC 8460 section 4.2. */
export type Verified =
  | 'public_authorities'
  | 'private_authority'
  | 'sandbox_authority'
  | 'mta_sts'
  | 'dane'
  /** Encrypted to somebody whose certificate proves nothing: opportunistic TLS, RFC 7435. */
  | 'unverified';

/** What was known of the connection over which a message left: kept with each delivery. */
export interface TlsFacts {
  /** 'TLSv1.3' or 'TLSv1.2'; never less. */
  readonly protocol: string;
  readonly cipher: string;
  readonly verified: Verified;
}

/** A TLSA record, RFC 6698 section 2.1, that a validating resolver vouched for. */
export interface TlsaRecord {
  readonly usage: number;
  readonly selector: number;
  readonly matching: number;
  readonly data: Buffer;
}

/**
 * What the server's certificate has to prove.
 *
 * - `required`: chain and name verify, or nothing is sent; `as` is what is recorded.
 * - `dane`: one of the records matches (RFC 7672); authorities and names do not matter otherwise.
 * - `noted`: any certificate will do, and whether it verified is recorded.
 */
export type Trust =
  | { readonly kind: 'required'; readonly as: Exclude<Verified, 'unverified' | 'dane'> }
  | { readonly kind: 'dane'; readonly records: readonly TlsaRecord[] }
  | { readonly kind: 'noted' };

/** One mail server, and the terms on which we talk to it. */
export interface SmtpServer {
  /** Its name, for sentences and, where `servername` is not given, for its certificate. */
  readonly host: string;
  /** The IP address to dial; without one `host` is looked up. */
  readonly address?: string;
  /** Looks `host` up, where that is not left to the machine. */
  readonly lookup?: LookupFunction;
  readonly port: number;
  readonly tls: 'starttls' | 'implicit';
  /** The name that the certificate has to carry, where it is not the host's. */
  readonly servername?: string;
  /** PEM; null for the authorities that the runtime knows. */
  readonly authority: string | null;
  readonly trust: Trust;
  readonly login: { readonly user: string; readonly password: string } | null;
  /** What we call ourselves in EHLO. */
  readonly name: string;
  /** Our own address, for a stream that has one to itself. */
  readonly localAddress?: string;
  /**
   * True for a notice alone, which tells nothing of the person: where the server has no TLS it may
   * go in clear. Every other message does not leave then.
   */
  readonly clearAllowed?: boolean;
  /** Milliseconds without a byte (120,000), and for a whole message (300,000). */
  readonly silence?: number;
  readonly deadline?: number;
}
