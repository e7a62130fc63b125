import { performance } from 'node:perf_hooks';
import type { OpenShaper } from '../shaping/index.ts';
import type { LoadTemplateVersion } from '../templates/index.ts';
import type { Batch } from './batches.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Dictionary } from './dictionary.ts';
import type { Journal } from './journal.ts';
import type { Pools } from './pools.ts';
import type { ProviderFigures } from './provider-figures.ts';
import type { Recorder } from './recorder.ts';
import type { TlsFigures } from './tls-figures.ts';

/** One process that sends: what it holds for all the campaigns that it works on. */
export interface Sender {
  readonly deps: DeliveryDeps;
  /** Who holds the claims: new for each process. */
  readonly owner: string;
  readonly journal: Journal;
  readonly recorders: Readonly<Record<'marketing' | 'transactional', Recorder>>;
  readonly dictionary: Dictionary;
  readonly shaper: OpenShaper;
  readonly pools: Pools;
  readonly leases: Leases;
  readonly backlog: Backlog;
  readonly tlsFigures: TlsFigures;
  readonly providerFigures: ProviderFigures;
  readonly loadTemplate: LoadTemplateVersion;
  /** How often in a row a campaign's mail server could not be used. */
  readonly failures: Map<string, number>;
  readonly signal: AbortSignal;
}

/**
 * When the turn of those comes who found no place with a receiver: one after the other at its rate,
 * so that they do not all come back at once.
 */
export class Backlog {
  readonly #horizon = new Map<string, number>();

  /** Seconds until the turn of one more. `wait`: milliseconds until the next place at all. */
  behind(site: string, wait: number, { perSecond }: { readonly perSecond: number }): number {
    const now = performance.now();
    const others = (this.#horizon.get(site) ?? 0) - now;
    const turn = Math.max(others, wait) + 1000 / Math.max(perSecond, 0.01);
    this.#horizon.set(site, now + turn);
    return turn / 1000;
  }
}

/**
 * Until when our claims are good, by this machine's monotonic clock, counted from before the database
 * was asked: never later than the database has it. A process that was stopped and continued must not
 * send what others have by now.
 */
export class Leases {
  readonly #until = new Map<string, number>();

  claimed(batches: Iterable<Batch>, until: number): void {
    for (const batch of batches) this.#until.set(nameOf(batch), until);
  }
  /** Those of them that we still work on. */
  renewed(batches: Iterable<Batch>, until: number): void {
    for (const batch of batches) {
      const name = nameOf(batch);
      if (this.#until.has(name)) this.#until.set(name, until);
    }
  }
  ended(batches: Iterable<Batch>): void {
    for (const batch of batches) this.#until.delete(nameOf(batch));
  }
  holds(batch: Batch, now: number): boolean {
    return now < (this.#until.get(nameOf(batch)) ?? Number.NEGATIVE_INFINITY);
  }
}

const nameOf = ({ bucket, number, from, fence }: Batch) => `${bucket} ${number} ${from} ${fence}`;
