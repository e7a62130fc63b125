import type { SpfResult } from '@postern/core/domains';
import type { DNSResolver } from 'mailauth';
import type { DnsResolver } from './lookups.ts';

/** RFC 7208 section 4.6.4 asks for a limit of at least 20 seconds. */
const LONGEST = 20_000;

interface Asked {
  /** The return path's domain. */
  readonly domain: string;
  readonly address: string;
  /** What we say in EHLO. */
  readonly host: string;
}

/** What a receiver makes of mail from this address, by RFC 7208 with its limit of 10 look-ups. */
export async function evaluateSpf(
  dns: DnsResolver,
  { domain, address, host }: Asked,
): Promise<SpfResult> {
  const { spf } = await import('mailauth/lib/spf/index.js');
  const { status } = await spf({
    sender: `bounces@${domain}`,
    ip: address,
    helo: host,
    mta: host,
    strict: true,
    maxElapsedTime: LONGEST,
    resolver: resolverFor(dns),
  });
  return { address, result: status.result };
}

function resolverFor(dns: DnsResolver): DNSResolver {
  return async (name, type) => {
    switch (type) {
      case 'TXT':
        return dns.resolveTxt(name);
      case 'MX':
        // as Node gives them; the type of mailauth has forgotten that MX records are no strings
        return (await dns.resolveMx(name)) as unknown as string[];
      case 'A':
        return dns.resolve4(name);
      case 'AAAA':
        return dns.resolve6(name);
      case 'PTR':
        return dns.resolvePtr(name);
      default:
        throw new TypeError(`SPF asks for no ${type} records.`);
    }
  };
}
