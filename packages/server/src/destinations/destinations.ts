import { readHostName } from '@postern/core/delivery';
import { none, unknown } from './dead-end.ts';
import { SHORTEST_SECONDS } from './dns/answer.ts';
import { openResolver, type ResolverOptions } from './dns/resolver.ts';
import { findRoute } from './find-route.ts';
import { hasIpv6 } from './has-ipv6.ts';
import { kept } from './kept.ts';
import type { RouteOf, Routing } from './route.ts';
import type { StsBook } from './sts-book.ts';

/*
 * domain -> MX -> hosts -> addresses -> policies -> servers
 *
 *   MX         find-hosts.ts       null MX, implicit MX, order, loops
 *   addresses  find-addresses.ts   IPv6 and IPv4, aliases; public ones alone
 *   policies   find-tlsa.ts        DANE, where a validating resolver was named
 *              find-sts.ts         MTA-STS, fetched and kept
 *   servers    find-route.ts       whom to dial, and what the certificate has to prove
 *
 * Each stage's output is the next one's only input; each ends the way where it must, with a reason,
 * and says for how long its finding holds. What nobody can say is `unknown`, never "there is none".
 */

export interface DestinationsOptions extends ResolverOptions {
  /** Where the policies of MTA-STS are kept: `stsBook(database)`. */
  readonly policies: StsBook;
  /** What we call ourselves in EHLO. */
  readonly name: string;
  /** The names of our own mail servers now, besides `name`. */
  readonly ownHosts?: () => Promise<readonly string[]>;
  /** From 0 to below 1. */
  readonly chance: () => number;
  /** Whether IPv6 addresses can be reached; by default, whether this machine has one. */
  readonly ipv6?: () => boolean;
  /** For a laboratory: addresses that are not public are dialled too. */
  readonly allowPrivate?: boolean;
  /** For a laboratory: other ports than 25 and 443, and an authority (PEM) instead of the public ones. */
  readonly port?: number;
  readonly policyPort?: number;
  readonly authority?: string;
  /** Milliseconds for the fetch of a policy (10,000). */
  readonly policyPatience?: number;
  /** Milliseconds for which a policy that is announced and cannot be fetched holds mail back (1 h). */
  readonly stsGrace?: number;
}

export interface Destinations {
  readonly routeOf: RouteOf;
  /** Gives up what is under way, as unknown. */
  close(): void;
}

const MOST_ROUTES = 20_000;

/** Opens the room: finds where the mail of a domain goes, and remembers it for its TTL. */
export function openDestinations(options: DestinationsOptions): Destinations {
  const resolver = openResolver(options);
  const routes = kept<Routing>(MOST_ROUTES, options.now);
  const deps = {
    ask: resolver.ask,
    dane: options.resolver !== null,
    policies: options.policies,
    name: options.name,
    ownHosts: async () => namesOf([options.name, ...((await options.ownHosts?.()) ?? [])]),
    chance: options.chance,
    now: options.now,
    ipv6: options.ipv6 ?? hasIpv6,
    allowPrivate: options.allowPrivate ?? false,
    port: options.port ?? 25,
    policyPort: options.policyPort ?? 443,
    authority: options.authority ?? null,
    policyPatience: options.policyPatience ?? 10_000,
    stsGrace: options.stsGrace ?? 3_600_000,
  };
  return {
    async routeOf(domain) {
      const name = readHostName(domain);
      if (name === null) return none('invalid_domain', 0).routing;
      try {
        return await routes(name, () => findRoute(deps, name));
      } catch {
        // the database is away: nothing is known, and it is asked again
        return unknown('look_up_broken', SHORTEST_SECONDS).routing;
      }
    },
    close: () => resolver.close(),
  };
}

function namesOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(readHostName).filter((name) => name !== null));
}
