const CONNECTIONS = 10;
const PER_MINUTE = 120;
const MOST_PEERS = 10_000;
const MINUTE = 60_000;

/** How much one address may ask of the listener at once and in a minute. */
export interface Peers {
  /** False: too many; the peer comes again later, as mail servers do. */
  enter(address: string): boolean;
  leave(address: string): void;
}

/** Keeps the counts of at most 10,000 addresses; `now` in milliseconds. */
export function peers(now: () => number): Peers {
  const open = new Map<string, number>();
  const recent = new Map<string, { since: number; count: number }>();
  return {
    enter(address) {
      const last = recent.get(address);
      const fresh = last === undefined || now() - last.since > MINUTE;
      const minute = fresh ? { since: now(), count: 0 } : last;
      minute.count++;
      recent.set(address, minute);
      if (recent.size > MOST_PEERS) recent.clear();
      if ((open.get(address) ?? 0) >= CONNECTIONS || minute.count > PER_MINUTE) return false;
      open.set(address, (open.get(address) ?? 0) + 1);
      return true;
    },
    leave(address) {
      const left = (open.get(address) ?? 0) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    },
  };
}
