import type { CampaignRef } from './batches.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Journal } from './journal.ts';
import { persist } from './persist.ts';
import { type Settlement, settleSends } from './settle-sends.ts';

/** How long outcomes are gathered for one commit, in milliseconds. */
const GATHER = 100;
/**
 * And of transactional mail: what is not yet recorded when a sender stops for longer than its lease
 * comes twice.
 */
const GATHER_FEW = 10;
const MOST_AT_ONCE = 1_000;

interface Pending {
  readonly settlement: Settlement;
  readonly recorded: () => void;
}

/**
 * Commits outcomes in groups, however long the database is away. Whoever hands over more waits for
 * what it recorded before, so that what a crash can leave unrecorded is bounded by what is on its way.
 */
export class Recorder {
  readonly #deps: Pick<DeliveryDeps, 'database' | 'log'>;
  readonly #owner: string;
  readonly #journal: Journal;
  readonly #signal: AbortSignal;
  readonly #pending = new Map<string, { readonly campaign: CampaignRef; readonly of: Pending[] }>();
  #running: Promise<void> | null = null;
  #soon = false;

  constructor(
    deps: Pick<DeliveryDeps, 'database' | 'log'>,
    owner: string,
    journal: Journal,
    signal: AbortSignal,
  ) {
    this.#deps = deps;
    this.#owner = owner;
    this.#journal = journal;
    this.#signal = signal;
  }

  /**
   * `recorded` is called when the outcome is committed, or given up at the end of the process. `soon`:
   * little is gathered with it.
   */
  settle(
    campaign: CampaignRef,
    settlement: Settlement,
    recorded: () => void = () => {},
    soon = false,
  ): void {
    this.#journal.result(campaign, settlement);
    this.#soon ||= soon;
    const known = this.#pending.get(campaign.id);
    if (known === undefined) {
      this.#pending.set(campaign.id, { campaign, of: [{ settlement, recorded }] });
    } else known.of.push({ settlement, recorded });
    this.#running ??= this.#run();
  }

  /** Resolves when all that was settled so far is committed. */
  async flush(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#pending.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.#soon ? GATHER_FEW : GATHER));
      this.#soon = false;
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
