import { providerOf } from '@postern/core/returns';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import { countAccepted } from '../shaping/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

/** Gathers how much each provider took, for a commit now and then: what complaints are weighed against. */
export class ProviderFigures {
  readonly #accepted = new Map<string, Map<string, number>>();

  count(organizationId: string, address: string): void {
    this.#add(organizationId, providerOf(address), 1);
  }

  /** What cannot be written is kept for the next time; rejects then. */
  async flush({ database, keyring, now }: Pick<DeliveryDeps, 'database' | 'keyring' | 'now'>) {
    for (const [organizationId, counts] of [...this.#accepted]) {
      this.#accepted.delete(organizationId);
      const at = now();
      try {
        const keys = await keyring.of(organizationId);
        await inTransaction(database, async (tx) => {
          for (const stopId of await countAccepted(tx, organizationId, counts, at)) {
            const note = { action: 'provider.stopped', subject: { stopId } } as const;
            await appendAudit(tx, keys, { actor: 'system', ...note }, at);
          }
        });
      } catch (error) {
        for (const [provider, count] of counts) this.#add(organizationId, provider, count);
        throw error;
      }
    }
  }

  #add(organizationId: string, provider: string, count: number): void {
    const own = this.#accepted.get(organizationId) ?? new Map<string, number>();
    this.#accepted.set(organizationId, own);
    own.set(provider, (own.get(provider) ?? 0) + count);
  }
}
