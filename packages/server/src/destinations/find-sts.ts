import { readStsId, type StsPolicy } from '@postern/core/delivery';
import { type DnsAnswer, SHORTEST_SECONDS } from './dns/answer.ts';
import type { FetchDeps, Fetched, FetchFailure } from './fetch-sts-policy.ts';
import { fetchStsPolicy } from './fetch-sts-policy.ts';
import type { KnownPolicy, StsBook } from './sts-book.ts';

export interface StsDeps extends FetchDeps {
  readonly policies: StsBook;
  readonly now: () => Date;
  /** Milliseconds for which a policy that is announced and cannot be fetched holds mail back. */
  readonly stsGrace: number;
}

/**
 * - `policy`: it applies (mode `none` too).
 * - `none`: the domain has none.
 * - `unfetchable`: announced, not to be had for longer than the grace; mail goes without.
 * - `unknown`: nobody can say; `result` where it is announced and not to be had.
 */
export type Sts =
  | { readonly kind: 'policy'; readonly policy: StsPolicy; readonly seconds: number }
  | { readonly kind: 'none'; readonly seconds: number }
  | { readonly kind: 'unfetchable'; readonly result: FetchFailure; readonly seconds: number }
  | { readonly kind: 'unknown'; readonly result: FetchFailure | null; readonly seconds: number };

/** A fetch that failed is not tried again for as long (RFC 8461 section 3.3 proposes five minutes). */
const RETRY_SECONDS = 300;

/**
 * The MTA-STS policy of a domain, RFC 8461 section 3. One that was fetched applies until it expires,
 * also when the record is gone or the next one cannot be fetched (section 5.1).
 *
 * A policy that is announced, cannot be fetched and is not known from before: the RFC has us go on as
 * if there were none. Whoever can break the fetch could so break the encryption, and we hold that a
 * look-up which fails is no answer: so the mail waits for `stsGrace` first, and then goes.
 */
export async function findSts(deps: StsDeps, domain: string): Promise<Sts> {
  const [answer, known] = await Promise.all([
    deps.ask(`_mta-sts.${domain}`, 'TXT'),
    deps.policies.read(domain),
  ]);
  const left = known === null ? 0 : secondsLeft(known, deps.now());
  const policy = left > 0 ? known : null;
  const seconds = Math.min(answer.seconds, left || answer.seconds);
  const id = answer.kind === 'found' ? readStsId(textsOf(answer)) : null;
  if (id === null) {
    if (policy !== null) return { kind: 'policy', policy, seconds };
    if (answer.kind === 'failed') return { kind: 'unknown', result: null, seconds };
    return { kind: 'none', seconds };
  }
  // renewed at half its life, so that it does not end while it cannot be fetched (section 5.1)
  const fresh = policy !== null && left > policy.maxAge / 2;
  if (fresh && policy.id === id) return { kind: 'policy', policy, seconds };
  const fetched = await fetchStsPolicy(deps, domain);
  if (fetched.kind === 'fetched') return taken(deps, domain, id, fetched, answer.seconds);
  const soon = Math.min(seconds, RETRY_SECONDS);
  if (policy !== null) return { kind: 'policy', policy, seconds: soon };
  const { result } = fetched;
  const since = await deps.policies.failed(domain, id, deps.now());
  return deps.now().getTime() - since.getTime() < deps.stsGrace
    ? { kind: 'unknown', result, seconds: Math.min(soon, SHORTEST_SECONDS) }
    : { kind: 'unfetchable', result, seconds: soon };
}

async function taken(
  deps: StsDeps,
  domain: string,
  id: string,
  { policy }: Extract<Fetched, { kind: 'fetched' }>,
  seconds: number,
): Promise<Sts> {
  await deps.policies.keep(domain, { ...policy, id, fetchedAt: deps.now() });
  return { kind: 'policy', policy, seconds: Math.min(seconds, policy.maxAge) };
}

function secondsLeft({ fetchedAt, maxAge }: KnownPolicy, now: Date): number {
  return Math.max(0, maxAge - (now.getTime() - fetchedAt.getTime()) / 1000);
}

function textsOf(answer: Extract<DnsAnswer, { kind: 'found' }>): readonly string[] {
  return answer.records.flatMap((record) => {
    if (record.type !== 'TXT') return [];
    // the strings of one record belong together without a gap, RFC 8461 section 3.1
    const parts = Array.isArray(record.data) ? record.data : [record.data];
    return [parts.map(String).join('')];
  });
}
