import type { Answer } from 'dns-packet';

export type DnsType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'TLSA';

/** Why nobody can say what the DNS holds. */
export type DnsFailure =
  | 'dns_timeout'
  | 'dns_unreachable'
  | 'dns_servfail'
  | 'dns_refused'
  | 'dns_malformed'
  /** The server sends us on instead of looking itself: it is not made for us. */
  | 'dns_lame';

/**
 * - `found`: records of the type that was asked for; `owner` is the name that has them, at the end
 *   of the aliases (CNAME).
 * - `no_data`, `no_such_name`: there is none, for certain.
 * - `failed`: nobody can say.
 *
 * `authentic`: a resolver that the operator vouches for validated it (RFC 6840 section 5.8).
 * `seconds`: how long it holds.
 */
export type DnsAnswer =
  | {
      readonly kind: 'found';
      readonly records: readonly Answer[];
      readonly owner: string;
      readonly authentic: boolean;
      readonly seconds: number;
    }
  | {
      readonly kind: 'no_data' | 'no_such_name';
      readonly authentic: boolean;
      readonly seconds: number;
    }
  | { readonly kind: 'failed'; readonly code: DnsFailure; readonly seconds: number };

/** What one reply of one server says; `alias` when it stops at a name that has to be asked for. */
export type DnsReply =
  | DnsAnswer
  | { readonly kind: 'truncated' }
  | {
      readonly kind: 'alias';
      readonly target: string;
      readonly authentic: boolean;
      readonly seconds: number;
    };

/** No answer is kept for less, nor for longer. */
export const SHORTEST_SECONDS = 30;
export const LONGEST_SECONDS = 3600;

export function failed(code: DnsFailure): Extract<DnsAnswer, { kind: 'failed' }> {
  return { kind: 'failed', code, seconds: SHORTEST_SECONDS };
}
