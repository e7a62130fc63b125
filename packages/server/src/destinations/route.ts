import type { TlsFailure } from '@postern/core/delivery';
import type { SmtpServer } from '../smtp/index.ts';

/** Where the mail of one domain goes. */
export interface Route {
  /**
   * The MX roll-up: the same for all domains whose mail the same servers take, such as
   * `(alt1.|alt2.|)mx.example.net`. Limits, connections and pace belong to it.
   */
  readonly site: string;
  /** In the order in which they are tried: by preference, RFC 5321 section 5.1. */
  readonly servers: readonly SmtpServer[];
  /**
   * What MTA-STS says of the domain, for the daily figures: its patterns, or why an announced policy
   * could not be had. Missing where the domain has none.
   */
  readonly sts?:
    | { readonly mode: 'enforce' | 'testing'; readonly mx: readonly string[] }
    | { readonly mode: 'failed'; readonly result: TlsFailure };
}

/**
 * - `route`: go there.
 * - `unknown`: the look-up failed, so that nobody can say; it is asked again later (never "there is
 *   none").
 * - `none`: the domain takes no mail (null MX, RFC 7505) or does not exist: for good.
 * - `forbidden`: a policy leaves no server to go to for now (MTA-STS in `enforce` matches none).
 */
export type Routing =
  | { readonly kind: 'route'; readonly route: Route }
  | {
      readonly kind: 'unknown' | 'none' | 'forbidden';
      readonly code: string;
      readonly sentence: string;
    };

/** Finds the way for a domain in ASCII form. Never rejects; keeps what it learnt for its TTL. */
export type RouteOf = (domain: string) => Promise<Routing>;
