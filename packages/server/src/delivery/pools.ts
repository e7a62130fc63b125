import type { Route } from '../destinations/index.ts';
import type { Shaper } from '../shaping/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { Pool } from './pool.ts';
import { SiteConnections } from './site-connections.ts';
import type { WayOut } from './way-out.ts';

/** The connections of this process, by site, way out and stream. All of one site count together. */
export class Pools {
  readonly #limits: DeliveryDeps['limits'];
  readonly #shaper: Shaper;
  readonly #pools = new Map<string, { pool: Pool; route: Route }>();
  readonly #sites = new Map<string, SiteConnections>();

  constructor(limits: DeliveryDeps['limits'], shaper: Shaper) {
    this.#limits = limits;
    this.#shaper = shaper;
  }

  limitsOf({ site }: Route) {
    const own = this.#shaper.limits(site);
    const { connections = own.connections, messagesPerConnection = own.messagesPerConnection } =
      this.#limits ?? {};
    return { connections, messagesPerConnection };
  }

  /** Transactional mail has a connection to itself, always: marketing cannot keep it waiting. */
  of(way: WayOut, route: Route, stream: string): Pool {
    const name = `${way.name} ${stream} ${route.site}`;
    const known = this.#pools.get(name);
    if (known !== undefined) {
      // addresses and policies may have changed since
      known.route = route;
      return known.pool;
    }
    const made: { pool: Pool; route: Route } = {
      route,
      pool: new Pool(
        () => made.route.servers,
        () => this.limitsOf(made.route),
        { site: this.#siteOf(route), urgent: stream === 'transactional' },
      ),
    };
    this.#pools.set(name, made);
    return made.pool;
  }

  /** Forgets those that have nothing to do, so that a million domains do not pile up. */
  tidy(): void {
    const busy = new Set<string>();
    for (const [name, { pool, route }] of this.#pools) {
      if (pool.busy) busy.add(route.site);
      else this.#pools.delete(name);
    }
    for (const site of this.#sites.keys()) if (!busy.has(site)) this.#sites.delete(site);
  }

  #siteOf({ site }: Route): SiteConnections {
    const known = this.#sites.get(site) ?? new SiteConnections();
    this.#sites.set(site, known);
    return known;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.close()));
  }
}
