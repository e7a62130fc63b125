/** The largest group that is not shown to those without rights over persons. */
export const SMALL = 10;

/** A figure, or null where it is hidden. */
export type Figure = number | null;

/**
 * A figure that stands alone. 1 to 10 is hidden from those who may not see people: so few can be
 * recognised. 0 says nothing of anybody.
 */
export function shown(count: number, maySeePeople: boolean): Figure {
  return maySeePeople || !isSmall(count) ? count : null;
}

/**
 * A figure that is part of another one on the same page. What is missing to the whole counts as
 * well: 98 of 100 tells of the other two.
 */
export function shownWithin(part: number, whole: number, maySeePeople: boolean): Figure {
  if (maySeePeople) return part;
  return isSmall(part) || isSmall(whole - part) || isSmall(whole) ? null : part;
}

/**
 * Figures that add up to a whole which is shown as well. What is hidden adds up to what is missing
 * to the whole, so that may not be 1 to 10 either: the smallest of the other parts is hidden too,
 * and all that are equal to it (else the choice among equals would tell). So it is where all that
 * are hidden have to be 1, or 10, to make up their sum. A part of 0 is no cover and is never hidden:
 * that nobody is in it is known from elsewhere, as from the reasons that are named.
 *
 * `wholeShown` false: the whole is hidden for a reason of its own, and no part may tell it.
 */
export function shownParts<K extends string>(
  counts: Readonly<Record<K, number>>,
  maySeePeople: boolean,
  wholeShown = true,
): { readonly whole: Figure; readonly parts: Readonly<Record<K, Figure>> } {
  const entries = Object.entries(counts) as [K, number][];
  const whole = sumOf(entries);
  if (maySeePeople) return { whole, parts: counts };
  const hidden = wholeShown ? hiddenParts(entries) : new Set(entries.map(([key]) => key));
  const parts = Object.fromEntries(
    entries.map(([key, count]) => [key, hidden.has(key) ? null : count]),
  ) as Record<K, Figure>;
  // so many parts of 1, and no other, that the whole would tell each
  const ones = entries.every(([, count]) => count <= 1);
  return { whole: wholeShown && (!ones || whole === 0) ? shown(whole, false) : null, parts };
}

function hiddenParts<K extends string>(entries: readonly [K, number][]): ReadonlySet<K> {
  const small = entries.filter(([, count]) => isSmall(count));
  const others = entries.filter(([, count]) => count > SMALL);
  const sum = sumOf(small);
  const follows = isSmall(sum) || sum === small.length || sum === SMALL * small.length;
  // one step is enough: with more than 10 beside it, the sum is neither small nor all 1 or all 10
  const cover = Math.min(...others.map(([, count]) => count));
  const covers = follows && small.length > 0 ? others.filter(([, count]) => count === cover) : [];
  return new Set([...small, ...covers].map(([key]) => key));
}

const sumOf = (entries: readonly (readonly [string, number])[]) =>
  entries.reduce((sum, [, count]) => sum + count, 0);

function isSmall(count: number): boolean {
  return count >= 1 && count <= SMALL;
}
