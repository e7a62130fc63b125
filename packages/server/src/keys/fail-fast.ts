import { performance } from 'node:perf_hooks';
import { type InstalledKeyStore, KeyStoreUnavailable } from './key-store.ts';

const PAUSE = 1_000;

/**
 * A store that did not answer is not asked again for a second: everybody who waits behind it hears at
 * once what the first waited five seconds for.
 */
export function failFast(store: InstalledKeyStore): InstalledKeyStore {
  let failure: KeyStoreUnavailable | null = null;
  let until = 0;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (failure !== null && performance.now() < until) throw failure;
    try {
      const answer = await work();
      failure = null;
      return answer;
    } catch (error) {
      if (error instanceof KeyStoreUnavailable) {
        failure = error;
        until = performance.now() + PAUSE;
      }
      throw error;
    }
  };
  return {
    ...store,
    wrap: (dataKey, organizationId) => guarded(() => store.wrap(dataKey, organizationId)),
    unwrap: (wrapped, organizationId) => guarded(() => store.unwrap(wrapped, organizationId)),
  };
}
