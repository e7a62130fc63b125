/** What a receiver is known to like, or what an operator wrote in its place. */
export interface SiteLimits {
  /** At the same time, of all our processes together. */
  readonly connections: number;
  readonly messagesPerConnection: number;
  /** Messages a second, of all our processes together. */
  readonly perSecond: number;
  /** Nothing goes there in clear, not even a notice that says nothing of anybody. */
  readonly tlsRequired?: boolean;
}

/** May another message go there now? */
export type Pace =
  | { readonly kind: 'go' }
  /** Not for so many milliseconds. */
  | { readonly kind: 'wait'; readonly milliseconds: number };

/** One process's share of the limits, and what it learns from replies. Knows nothing of messages. */
export interface Shaper {
  /** This process's share of a site's limits now (connections at least 1). */
  limits(site: string): SiteLimits;
  /** Takes one place in the site's, the stream's, the organization's and the campaign's pace, or none of them. */
  take(asked: Asked): Pace;
  /** Gives a place back that was not used. */
  giveBack(asked: Asked): void;
  /** What the site answered, in words that name nobody; rules may slow it down or suspend it. */
  heard(site: string, heard: Heard): void;
}

export interface Asked {
  readonly site: string;
  readonly organizationId: string;
  readonly campaignId: string;
  readonly stream: 'marketing' | 'transactional';
  /** Our sending domain and local address: what warm-up plans are for. */
  readonly sendingDomain: string;
  /** Where it leaves by an address of its own. */
  readonly localAddress?: string;
}

export interface Heard {
  /** Null for a connection that could not be had. */
  readonly code: number | null;
  readonly enhanced: string | null;
  /** Scrubbed of addresses. */
  readonly text: string;
  /** Whose message it was: what is said of a reputation then holds back that organization alone. */
  readonly organizationId?: string;
}
