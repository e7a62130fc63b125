const CONNECTIONS = 10;
const PER_MINUTE = 120;
/** More come again later; a large provider spreads its reports over many machines. */
const MESSAGES_PER_MINUTE = 300;
const MOST_PEERS = 10_000;
const MINUTE = 60_000;

/** How much one address may ask of the listener at once and in a minute. */
export interface Peers {
  /** False: too many; the peer comes again later, as mail servers do. */
  enter(address: string): boolean;
  /** False: too many messages within a minute, each of which is kept. */
  bring(address: string): boolean;
  leave(address: string): void;
}

/**
 * One peer for all that one line can call from: of IPv6 a whole /64, which anybody has who has an
 * address (RFC 6177 section 2).
 */
export function peerOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...(tail === undefined ? [] : zeros), ...right].slice(0, 4).join(':');
}

/** Keeps the counts of at most 10,000 addresses; `now` in milliseconds. */
export function peers(now: () => number): Peers {
  const open = new Map<string, number>();
  const visits = perMinute(now);
  const messages = perMinute(now);
  return {
    enter(given) {
      const address = peerOf(given);
      const visited = visits(address);
      if ((open.get(address) ?? 0) >= CONNECTIONS || visited > PER_MINUTE) return false;
      open.set(address, (open.get(address) ?? 0) + 1);
      return true;
    },
    bring: (given) => messages(peerOf(given)) <= MESSAGES_PER_MINUTE,
    leave(given) {
      const address = peerOf(given);
      const left = (open.get(address) ?? 0) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    },
  };
}

/** Counts one more of an address; answers how many there were within its minute. */
function perMinute(now: () => number): (address: string) => number {
  const recent = new Map<string, { readonly since: number; count: number }>();
  return (address) => {
    const last = recent.get(address);
    const fresh = last === undefined || now() - last.since > MINUTE;
    const minute = fresh ? { since: now(), count: 0 } : last;
    minute.count++;
    // the one that was not seen for longest stands first
    recent.delete(address);
    recent.set(address, minute);
    if (recent.size > MOST_PEERS) recent.delete(recent.keys().next().value ?? '');
    return minute.count;
  };
}
