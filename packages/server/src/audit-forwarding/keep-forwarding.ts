import { setTimeout as sleep } from 'node:timers/promises';
import { type Forwarding, forwardNext } from './forward-next.ts';

const PAUSE_MS = 1_000;

/** Forwards the ledgers as long as the product runs; nothing else waits for it. */
export function keepForwarding(forwarding: Forwarding): { close(): Promise<void> } {
  const ending = new AbortController();
  const loop = async () => {
    while (!ending.signal.aborted) {
      const busy = await forwardNext(forwarding).catch((error: unknown) => {
        forwarding.log.warn(
          { error },
          'The audit ledger could not be forwarded; it is tried again',
        );
        return false;
      });
      if (!busy) await sleep(PAUSE_MS, undefined, { signal: ending.signal }).catch(() => {});
    }
  };
  const running = loop();
  return {
    async close() {
      ending.abort();
      await running;
    },
  };
}
