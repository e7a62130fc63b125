import { readHostName } from '@postern/core/delivery';
import { openResolver, type ResolverOptions } from './dns/resolver.ts';
import { findAddresses } from './find-addresses.ts';
import { findHosts } from './find-hosts.ts';

/** Whether a domain takes mail: null where nobody can say. */
export interface MailCheck {
  readonly takesMail: (domain: string) => Promise<boolean | null>;
  /** Gives up what is under way, as unknown. */
  close(): void;
}

/**
 * Asks the DNS, and nobody else, whether the domains of addresses take mail: a mail server of theirs has
 * an address, RFC 5321 section 5.1. No: there is no such domain, it says so (null MX, RFC 7505), or its
 * servers have no address. A look-up that failed is no answer.
 */
export function openMailCheck(options: ResolverOptions): MailCheck {
  const resolver = openResolver(options);
  const { ask } = resolver;
  const hosts = { ask, ownHosts: async () => new Set<string>(), chance: () => 0 };
  // where the servers stand does not matter here: nobody dials them
  const addresses = { ask, ipv6: () => true, allowPrivate: true };
  return {
    close: () => resolver.close(),
    async takesMail(domain) {
      const name = readHostName(domain);
      if (name === null) return false;
      const found = await findHosts(hosts, name);
      if (found.kind === 'dead_end') return found.routing.kind === 'none' ? false : null;
      let unknown = false;
      for (const host of found.names) {
        const { kind } = await findAddresses(addresses, host);
        if (kind === 'found') return true;
        unknown ||= kind === 'unknown';
      }
      return unknown ? null : false;
    },
  };
}
