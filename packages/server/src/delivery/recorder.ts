import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignRef } from './batches.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Journal } from './journal.ts';
import { persist } from './persist.ts';
import { type Settlement, settleSends } from './settle-sends.ts';

const MOST_AT_ONCE = 1_000;

interface Pending {
  readonly settlement: Settlement;
  readonly recorded: () => void;
}

/**
 * Commits outcomes in groups, however long the database is away. Whoever hands over more waits for
 * what it recorded before, so that what a crash can leave unrecorded is bounded by what is on its way.
 * Each stream has its own: what is transactional would wait behind a thousand of marketing.
 */
export class Recorder {
  readonly #deps: Pick<DeliveryDeps, 'database' | 'log'>;
  readonly #owner: string;
  readonly #journal: Journal;
  readonly #signal: AbortSignal;
  readonly #gather: number;
  readonly #pending = new Map<string, { readonly campaign: CampaignRef; readonly of: Pending[] }>();
  #running: Promise<void> | null = null;

  /** `gather`: for how long outcomes are gathered for one commit, in milliseconds. */
  constructor(
    deps: Pick<DeliveryDeps, 'database' | 'log'>,
    owner: string,
    journal: Journal,
    signal: AbortSignal,
    gather: number,
  ) {
    this.#deps = deps;
    this.#owner = owner;
    this.#journal = journal;
    this.#signal = signal;
    this.#gather = gather;
  }

  /** `recorded` is called when the outcome is committed, or given up at the end of the process. */
  settle(campaign: CampaignRef, settlement: Settlement, recorded: () => void): void {
    this.#journal.result(campaign, settlement);
    const known = this.#pending.get(campaign.id);
    if (known === undefined) {
      this.#pending.set(campaign.id, { campaign, of: [{ settlement, recorded }] });
    } else known.of.push({ settlement, recorded });
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is left to commit. */
  async flush(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#pending.size > 0) {
      await sleep(this.#gather);
      for (const [id, { campaign, of }] of [...this.#pending]) {
        this.#pending.delete(id);
        while (of.length > 0) await this.#commit(campaign, of.splice(0, MOST_AT_ONCE));
      }
    }
    this.#running = null;
  }

  async #commit(campaign: CampaignRef, group: readonly Pending[]): Promise<void> {
    const { database, log } = this.#deps;
    const settlements = group.map(({ settlement }) => settlement);
    try {
      await persist({ deps: { log }, signal: this.#signal }, () =>
        settleSends(database, campaign, this.#owner, settlements),
      );
      for (const settlement of settlements) this.#journal.recorded(campaign, settlement);
    } catch (error) {
      log.error(
        { campaignId: campaign.id, error },
        'Outcomes are not recorded; the journal has them.',
      );
    }
    for (const { recorded } of group) recorded();
  }
}
