import { Worker } from 'node:worker_threads';
import type { SealKeys } from './seal-keys.ts';
import type { SealOrder, Unsealed } from './seal-order.ts';

/** Seals beside the thread that reads and writes: of an import it is a quarter of the work. */
export interface Sealing {
  /** Resolves once all are sealed, with the key that seals when it is called. */
  seal(unsealed: Unsealed): Promise<void>;
  close(): Promise<void>;
}

/** What the thread makes is small and dies at once. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

export function openSealing(prefix: string, keys: SealKeys): Sealing {
  const thread = new Worker(new URL('./seal-thread.ts', import.meta.url), {
    resourceLimits: LIMITS,
  });
  const waiting: { sealed: () => void; failed: (reason: Error) => void }[] = [];
  let ended: Error | null = null;
  const end = (reason: Error) => {
    ended ??= reason;
    for (const one of waiting.splice(0)) one.failed(ended);
  };
  thread.on('message', () => waiting.shift()?.sealed());
  thread.on('error', end);
  thread.on('exit', () => end(new Error('The thread that seals has ended.')));
  return {
    seal: (unsealed) =>
      new Promise((sealed, failed) => {
        if (ended !== null) return failed(ended);
        // throws where the keys may have changed: nothing is waited for then
        const order: SealOrder = { ...unsealed, ...keys.current(), prefix };
        waiting.push({ sealed, failed });
        thread.postMessage(order, []);
      }),
    async close() {
      await thread.terminate();
    },
  };
}
