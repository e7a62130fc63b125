/** Chance that comes out the same for the same seed, on every machine. */
export interface Chance {
  /** 0 <= x < 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** One of them, as often as its weight says. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
  uuid(): string;
}

/** sfc32 (Chris Doty-Humphrey), seeded by FNV-1a of a text. No use for secrets. */
export function chance(seed: string): Chance {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193);
  let [a, b, c, count] = [hash, 0x9e3779b9, 0x243f6a88, 1];
  const bits = () => {
    const sum = (a + b + count++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let turn = 0; turn < 16; turn++) bits();
  const next = () => bits() / 0x1_0000_0000;
  const made: Chance = {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (probability) => next() < probability,
    pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number],
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [one, weight] of from) {
        left -= weight;
        if (left < 0) return one;
      }
      return (from.at(-1) as (typeof from)[number])[0];
    },
    uuid: () => {
      const hex = [bits(), bits(), bits(), bits()]
        .map((part) => part.toString(16).padStart(8, '0'))
        .join('');
      // version 4, variant 1: RFC 9562
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
  return made;
}
