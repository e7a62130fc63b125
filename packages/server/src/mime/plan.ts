import type { KeyObject } from 'node:crypto';
import type { Permit } from '@postern/core/gate';
import type { Extras, NotRendered } from '@postern/core/templates';

/** What signs a message. The private key is parsed once: a PEM is parsed anew at every signature. */
export interface SigningKey {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256';
  readonly privateKey: KeyObject;
}

/** What is the same for everybody in a campaign. */
export interface PlanFrame {
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  /** The moment at which the message was ready for the mail system, RFC 5322 section 3.6.1. */
  readonly date: Date;
  /** RSA first, Ed25519 beside it where the domain has one (RFC 8463 section 3). */
  readonly signingKeys: readonly SigningKey[];
  /** What the provider's feedback loop reads, opaque; null for none. */
  readonly feedbackId: string | null;
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** What differs from one message to the next. */
export interface Filling {
  readonly permit: Permit;
  readonly extras: Extras;
  /** The person's name for the To header; null leaves the address alone. */
  readonly toName: string | null;
  /** With its angle brackets. */
  readonly messageId: string;
  /** Hexadecimal, at least 24 digits, from a keyed hash: what the boundaries are made of. */
  readonly mark: string;
  /** https address that unsubscribes by POST; null when the message offers none. */
  readonly unsubscribeUrl: string | null;
}

/** The message as it goes over the wire, signed. Same plan and filling, same bytes. */
export interface Composed {
  /** Headers and body, CRLF throughout, in as few parts as convenient. */
  readonly source: readonly Buffer[];
  readonly subject: string;
}

/** A template compiled for a campaign: pre-encoded segments and slots. */
export interface MessagePlan {
  compose(filling: Filling): Composed | NotRendered;
}
