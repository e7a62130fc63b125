import { providerOf } from '@postern/core/returns';
import { type Database, inTransaction } from '../database/index.ts';
import { countAccepted } from '../shaping/index.ts';

/** Gathers how much each provider took, for a commit now and then: what complaints are weighed against. */
export class ProviderFigures {
  #accepted = new Map<string, Map<string, number>>();

  count(organizationId: string, address: string): void {
    const own = this.#accepted.get(organizationId) ?? new Map<string, number>();
    this.#accepted.set(organizationId, own);
    const provider = providerOf(address);
    own.set(provider, (own.get(provider) ?? 0) + 1);
  }

  async flush(db: Database, now: Date): Promise<void> {
    const accepted = this.#accepted;
    this.#accepted = new Map();
    for (const [organizationId, counts] of accepted) {
      await inTransaction(db, (tx) => countAccepted(tx, organizationId, counts, now));
    }
  }
}
