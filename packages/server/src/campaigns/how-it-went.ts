import type { SendState } from '@postern/core/delivery';
import type { Tables } from '../database/index.ts';
import { whyNoWay } from '../destinations/index.ts';
import type { Verified } from '../smtp/index.ts';

/** How one message left, or why it has not yet. Nothing in it names a person. */
export interface HowItWent {
  /** `portal`: it waits there, since no TLS was to be had, and a notice went out in its place. */
  readonly way: 'mail' | 'portal';
  /** The mail server, by name and address; null where none was reached. */
  readonly host: string | null;
  readonly peer: string | null;
  /** Null where nothing left under TLS: the content of a message never leaves otherwise. */
  readonly tls: {
    readonly protocol: string;
    readonly cipher: string;
    readonly verified: Verified;
    /** How it was verified, in words. */
    readonly sentence: string;
  } | null;
  /** The server's last words, scrubbed, or ours where it said none; codes are its own. */
  readonly said: {
    readonly code: number | null;
    readonly enhanced: string | null;
    readonly text: string;
  } | null;
  /** How often it was put off. */
  readonly deferrals: number;
  /** Before when it is not tried (again), RFC 3339 UTC; null when nothing more is tried. */
  readonly againAt: string | null;
}

type Told = Pick<
  Tables['told_sends'],
  | 'way'
  | 'tls_protocol'
  | 'tls_cipher'
  | 'tls_verified'
  | 'smtp_code'
  | 'enhanced_code'
  | 'reply'
  | 'deferrals'
> & {
  readonly state: SendState;
  readonly again_at: Date | null;
  readonly host: string | null;
  readonly peer: string | null;
};

/** Null for those to whom nothing was tried: the gate refused, or there was nowhere to write to. */
export function howItWent(told: Told): HowItWent | null {
  const { state, host, deferrals, again_at: againAt } = told;
  if (state === 'refused' || state === 'suppressed') return null;
  if (state === 'queued' && deferrals === 0 && againAt === null) return null;
  const portal = told.way === 'portal';
  return {
    way: portal ? 'portal' : 'mail',
    host: portal ? null : host,
    peer: portal ? null : told.peer,
    tls: portal ? null : tlsOf(told),
    said: saidIn(told),
    deferrals,
    againAt: againAt?.toISOString() ?? null,
  };
}

const VERIFIED: Readonly<Record<Verified, string>> = {
  dane: 'the certificate is the one that the DNS publishes (DANE)',
  mta_sts: 'the certificate verifies, as the domain’s MTA-STS policy demands',
  public_authorities: 'public authorities vouch for the certificate',
  private_authority: 'your relay’s own authority vouches for the certificate',
  sandbox_authority: 'the sandbox’s own authority vouches for the certificate',
  unverified: 'it was encrypted, but the certificate proves nothing',
};

function tlsOf({ tls_protocol, tls_cipher, tls_verified }: Told): HowItWent['tls'] {
  if (tls_protocol === null || tls_cipher === null) return null;
  const verified = isVerified(tls_verified) ? tls_verified : 'unverified';
  return { protocol: tls_protocol, cipher: tls_cipher, verified, sentence: VERIFIED[verified] };
}

const isVerified = (word: string | null): word is Verified =>
  word !== null && Object.hasOwn(VERIFIED, word);

function saidIn({ state, smtp_code, enhanced_code, reply }: Told): HowItWent['said'] {
  // what is there is of an attempt before: to the last one nobody answered
  if (state === 'uncertain') return null;
  if (reply === null && smtp_code === null) return null;
  const ours = reply === null ? null : (faultOf(reply) ?? whyNoWay(reply));
  if (ours !== null) return { code: null, enhanced: null, text: ours };
  return { code: smtp_code, enhanced: enhanced_code, text: reply ?? '' };
}

const faultOf = (reply: string) => (Object.hasOwn(FAULTS, reply) ? (FAULTS[reply] ?? null) : null);

const BROKE_OFF = 'The mail server broke off the connection.';
const NO_WAY = 'There is no way to the mail server.';

/** What is recorded in place of a reply where there was none, in words. */
const FAULTS: Readonly<Record<string, string>> = {
  ENOSTARTTLS: 'The mail server offers no TLS, and nothing is ever sent in clear.',
  ETLS: 'No TLS that can be trusted came about with the mail server.',
  ECONNREFUSED: 'Nothing answers at the mail server.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  ECONNRESET: BROKE_OFF,
  ECLOSED: BROKE_OFF,
  EPIPE: BROKE_OFF,
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  EADDRNOTAVAIL: 'The address to send from is not one of this machine.',
  EDNS: 'The name of the mail server could not be looked up.',
  EPROTOCOL: 'What answers there does not talk as a mail server.',
  EAUTH: 'The mail server refused the sign-in.',
};
