/** What goes wrong, as shares from 0 to 1. The same seed gives the same faults to the same people. */
export interface Faults {
  readonly seed: number;
  /** Of attempts: 451 to RCPT. */
  readonly deferred?: number;
  /** Of recipients, whichever attempt it is: 550 to RCPT. */
  readonly refused?: number;
  /** Of attempts: the connection is dropped inside the body. */
  readonly cutInBody?: number;
  /** Of attempts: taken, and the connection is dropped instead of the 250. */
  readonly cutTaken?: number;
  /** Of attempts: the connection is dropped after the end of the data, and nothing is kept. */
  readonly cutLost?: number;
  /** Of connections: STARTTLS is not offered. */
  readonly stripped?: number;
  /** Of connections: answers come by one byte a second to one message, and then no more. */
  readonly slow?: number;
}

export type Fate = 'take' | 'defer' | 'refuse' | 'cutInBody' | 'cutTaken' | 'cutLost';

/** What becomes of the nth attempt (1, 2, 3, ...) to reach somebody. */
export function fateOf(faults: Faults, to: string, attempt: number): Fate {
  if (chance(`${faults.seed}:${to}`) < (faults.refused ?? 0)) return 'refuse';
  const shares = [
    ['defer', faults.deferred],
    ['cutInBody', faults.cutInBody],
    ['cutTaken', faults.cutTaken],
    ['cutLost', faults.cutLost],
  ] as const;
  let left = chance(`${faults.seed}:${to}:${attempt}`);
  for (const [fate, share = 0] of shares) {
    if (left < share) return fate;
    left -= share;
  }
  return 'take';
}

/** How the nth connection is treated. */
export function mannerOf(faults: Faults, connection: number): 'plain' | 'stripped' | 'slow' {
  const drawn = chance(`${faults.seed}:connection:${connection}`);
  const { stripped = 0, slow = 0 } = faults;
  if (drawn < stripped) return 'stripped';
  return drawn < stripped + slow ? 'slow' : 'plain';
}

/** From 0 to 1, evenly: FNV-1a with the finish of MurmurHash3, without which near texts lie near. */
export function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
