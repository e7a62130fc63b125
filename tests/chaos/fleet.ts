import { setTimeout as sleep } from 'node:timers/promises';
import type { SenderOptions } from '../support/sender/options.ts';
import { type Sender, spawnSender } from '../support/sender/spawn-sender.ts';

/** Longer than any message may take, the slow peer's too. */
const PATIENCE = 120_000;

/** Senders that are started again when they are killed, each with its own journal as before. */
export interface Fleet {
  readonly size: number;
  /** Processes that were killed so far, and stopped past their lease. */
  readonly killed: number;
  readonly stopped: number;
  pids(): readonly number[];
  /** Kills those in these places, unless somebody else did, and starts the next there after a while. */
  replace(places: readonly number[], after: number, over?: Partial<SenderOptions>): Promise<void>;
  freeze(place: number, milliseconds: number): Promise<void>;
  /** Lets all of them end what they have begun; throws when one does not end. */
  end(): Promise<void>;
  /** At once, whatever they are doing. */
  abandon(): Promise<void>;
}

export function startFleet(options: readonly SenderOptions[]): Fleet {
  const senders = options.map((one) => spawnSender(one));
  let killed = 0;
  let stopped = 0;
  const at = (place: number): Sender => {
    const sender = senders[place];
    if (sender === undefined) throw new Error(`There is no sender at place ${place}.`);
    return sender;
  };
  return {
    size: options.length,
    get killed() {
      return killed;
    },
    get stopped() {
      return stopped;
    },
    pids: () => senders.map((sender) => sender.pid),
    async replace(places, after, over = {}) {
      for (const place of places) at(place).signal('SIGKILL');
      killed += places.length;
      await Promise.all(places.map((place) => at(place).ended));
      await sleep(after);
      for (const place of places) {
        const own = options[place];
        if (own !== undefined) senders[place] = spawnSender({ ...own, ...over });
      }
    },
    async freeze(place, milliseconds) {
      stopped += 1;
      at(place).signal('SIGSTOP');
      await sleep(milliseconds);
      at(place).signal('SIGCONT');
    },
    async end() {
      const all = Promise.all(senders.map((sender) => sender.stop())).then(() => 'ended');
      const timer = new AbortController();
      const late = sleep(PATIENCE, 'late', { signal: timer.signal }).catch(() => 'ended');
      const first = await Promise.race([all, late]);
      timer.abort();
      if (first === 'late') throw new Error('A sender did not end when it was asked to.');
    },
    async abandon() {
      for (const sender of senders) if (sender.alive()) sender.signal('SIGKILL');
      await Promise.all(senders.map((sender) => sender.ended));
    },
  };
}
