import { type DnsAnswer, type DnsFailure, SHORTEST_SECONDS } from './dns/answer.ts';
import type { Ask } from './dns/resolver.ts';
import { isPublicAddress } from './public-address.ts';

export interface AddressDeps {
  readonly ask: Ask;
  /** Whether this machine can reach IPv6 addresses; they come first then. */
  readonly ipv6: () => boolean;
  /** Whether addresses that are not public are dialled. */
  readonly allowPrivate: boolean;
}

/**
 * - `found`: where to dial; `names` are the host's own name at the end of its aliases, then the one
 *   that was asked for (the order of RFC 7672 section 2.2.3).
 * - `unknown`: nobody can say.
 * - `none`: it has no address, or none that we dial.
 */
export type Addresses =
  | {
      readonly kind: 'found';
      readonly addresses: readonly string[];
      readonly names: readonly string[];
      readonly authentic: boolean;
      readonly seconds: number;
    }
  | { readonly kind: 'unknown'; readonly code: DnsFailure | 'only_ipv6'; readonly seconds: number }
  | { readonly kind: 'none'; readonly why: 'absent' | 'private'; readonly seconds: number };

/** The addresses of a host. One of the two families is enough where the other cannot be had. */
export async function findAddresses(deps: AddressDeps, host: string): Promise<Addresses> {
  const [v6, v4] = await Promise.all([deps.ask(host, 'AAAA'), deps.ask(host, 'A')]);
  const seconds = Math.min(v6.seconds, v4.seconds);
  const dialled = deps.ipv6() ? [v6, v4] : [v4];
  const dials = (address: string) => deps.allowPrivate || isPublicAddress(address);
  const addresses = dialled.flatMap(addressesOf).filter(dials);
  const found = [v4, v6].filter((answer) => answer.kind === 'found');
  if (addresses.length > 0) {
    const names = [...new Set([...found.map(({ owner }) => owner), host])];
    return { kind: 'found', addresses, names, authentic: found.every(isAuthentic), seconds };
  }
  const failure = [v4, v6].find((answer) => answer.kind === 'failed');
  if (failure !== undefined) return { kind: 'unknown', code: failure.code, seconds };
  if (found.length === 0) return { kind: 'none', why: 'absent', seconds };
  return addressesOf(v6).some(dials)
    ? { kind: 'unknown', code: 'only_ipv6', seconds: SHORTEST_SECONDS }
    : { kind: 'none', why: 'private', seconds };
}

function addressesOf(answer: DnsAnswer): readonly string[] {
  if (answer.kind !== 'found') return [];
  return answer.records.flatMap((record) =>
    record.type === 'A' || record.type === 'AAAA' ? [record.data] : [],
  );
}

const isAuthentic = ({ authentic }: { readonly authentic: boolean }) => authentic;
