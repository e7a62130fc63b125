import type { Route } from '../destinations/index.ts';
import type { Shaper } from '../shaping/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { Pool } from './pool.ts';
import type { WayOut } from './way-out.ts';

/** The connections of this process, by site, way out and stream. */
export class Pools {
  readonly #limits: DeliveryDeps['limits'];
  readonly #shaper: Shaper;
  readonly #pools = new Map<string, { pool: Pool; route: Route }>();

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

  /** Transactional mail has connections to itself: marketing cannot keep it waiting. */
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
      ),
    };
    this.#pools.set(name, made);
    return made.pool;
  }

  /** Forgets those that have nothing to do, so that a million domains do not pile up. */
  tidy(): void {
    for (const [name, { pool }] of this.#pools) if (!pool.busy) this.#pools.delete(name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.close()));
  }
}
