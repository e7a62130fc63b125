/** A record to publish, as a name and a value; a value of any length. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'TXT' | 'MX' | 'PTR' | 'A' | 'AAAA';
  readonly value: string;
}

/**
 * - `ok`: it is there and right.
 * - `wrong`: something is there that does not do.
 * - `missing`: there is nothing.
 * - `unknown`: it could not be looked up, or nobody said what to look for. Unknown is not no.
 */
export type CheckState = 'ok' | 'wrong' | 'missing' | 'unknown';

export const CHECK_KINDS = ['spf', 'dkim', 'dmarc', 'mx', 'ptr', 'blocklist'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** What one look-up found. */
export interface Finding {
  readonly state: CheckState;
  readonly sentence: string;
  /** What to publish, exactly; also where all is well, so that it can be published again. */
  readonly records: readonly DnsRecord[];
}

export interface DomainCheck extends Finding {
  readonly kind: CheckKind;
  /** What of it: a selector, an address, a zone. */
  readonly subject: string;
}

/**
 * Published answers of one name and type. `none` is the DNS saying that there is nothing; `unknown`
 * is no answer, with the resolver's word for it.
 */
export type Found<T> =
  | { readonly kind: 'found'; readonly answers: readonly T[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly code: string };

/** The sentence for an answer that did not come. */
export function unanswered(what: string, code: string): Finding {
  const sentence = `${what} could not be looked up (${code}). This says nothing about it; check again later.`;
  return { state: 'unknown', sentence, records: [] };
}
