import type { TlsaRecord } from '../smtp/index.ts';
import type { DnsAnswer } from './dns/answer.ts';
import type { Ask } from './dns/resolver.ts';

export type Tlsa =
  | {
      readonly kind: 'usable';
      readonly records: readonly TlsaRecord[];
      /** The name under which they were found: the one to give in SNI, RFC 7672 section 8.1. */
      readonly name: string;
      readonly seconds: number;
    }
  | { readonly kind: 'unknown' | 'none'; readonly seconds: number };

/**
 * The usable TLSA records of a host whose addresses DNSSEC vouches for, RFC 7672 section 2.2.2. A
 * look-up that fails is not "there are none": an attacker could make it fail. Records that DNSSEC
 * does not vouch for, and those that are unusable, are none.
 */
export async function findTlsa(ask: Ask, names: readonly string[], port: number): Promise<Tlsa> {
  let seconds = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const answer = await ask(`_${port}._tcp.${name}`, 'TLSA');
    seconds = Math.min(seconds, answer.seconds);
    if (answer.kind === 'failed') return { kind: 'unknown', seconds };
    if (answer.kind !== 'found' || !answer.authentic) continue;
    const records = recordsOf(answer).filter(isUsable);
    return records.length > 0
      ? { kind: 'usable', records, name, seconds }
      : { kind: 'none', seconds };
  }
  return { kind: 'none', seconds };
}

function recordsOf(answer: Extract<DnsAnswer, { kind: 'found' }>): readonly TlsaRecord[] {
  return answer.records.flatMap((record) => {
    if (record.type !== 'TLSA') return [];
    const { usage, selector, matchingType, certificate } = record.data;
    return [{ usage, selector, matching: matchingType, data: Buffer.from(certificate) }];
  });
}

const DIGEST_BYTES: Readonly<Record<number, number>> = { 1: 32, 2: 64 };

/** DANE-TA(2) and DANE-EE(3) alone, RFC 7672 section 3.1.3, with data that fits their matching. */
function isUsable({ usage, selector, matching, data }: TlsaRecord): boolean {
  if ((usage !== 2 && usage !== 3) || (selector !== 0 && selector !== 1)) return false;
  return matching === 0 ? data.length > 0 : DIGEST_BYTES[matching] === data.length;
}
