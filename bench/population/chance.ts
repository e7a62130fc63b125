/** A whole number from 0 to `below` - 1. */
export type Chance = (below: number) => number;

/** Chance of its own for each place, so that any person can be made without those before. */
export function chanceOf(seed: number, place: number): Chance {
  let state = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  // mulberry32
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const SLOTS = 65_536;

/** Which of a number of things, the first most often. */
export type Ranks = Uint16Array;

/** The n-th of `count` in proportion to 1 / n^exponent (Zipf). */
export function ranked(count: number, exponent: number): Ranks {
  const weights = Array.from({ length: count }, (_, at) => (at + 1) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const slots = new Uint16Array(SLOTS);
  let at = 0;
  let reached = weights[0] ?? 0;
  for (let slot = 0; slot < SLOTS; slot += 1) {
    while (at < count - 1 && reached * SLOTS < slot * total) reached += weights[++at] ?? 0;
    slots[slot] = at;
  }
  return slots;
}

export const drawn = (chance: Chance, ranks: Ranks): number => ranks[chance(SLOTS)] ?? 0;
