/** From the first to the second, both included; either may be infinite. */
export type Range = readonly [number, number];

/** Ranges in ascending order, none empty, none overlapping another. */
export type Ranges = readonly Range[];

/** The ranges in order, without the empty ones, and those that overlap made one. */
export function rangesOf(...ranges: Range[]): Ranges {
  const kept = ranges.filter(([from, to]) => from <= to).sort(([a], [b]) => a - b);
  const merged: Range[] = [];
  for (const range of kept) {
    const last = merged.at(-1);
    if (last && range[0] <= last[1]) {
      merged[merged.length - 1] = [last[0], Math.max(last[1], range[1])];
    } else merged.push(range);
  }
  return merged;
}

/** True when one of the ranges holds the number, found by halving. */
export function inRanges(ranges: Ranges, number: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle] as Range;
    if (number < from) high = middle;
    else if (number > to) low = middle + 1;
    else return true;
  }
  return false;
}
