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
 * Figures that add up to a whole which is shown as well. A single hidden one would follow by
 * subtraction, so the smallest of the others is hidden too, and all that are equal to it (else the
 * choice among equals would tell). So it is where all that are hidden have to be 1, or 10, to make
 * up their sum.
 *
 * `wholeShown` false: the whole is hidden for a reason of its own, and no part may tell it.
 */
export function shownParts<K extends string>(
  counts: Readonly<Record<K, number>>,
  maySeePeople: boolean,
  wholeShown = true,
): { readonly whole: Figure; readonly parts: Readonly<Record<K, Figure>> } {
  const entries = Object.entries(counts) as [K, number][];
  const whole = entries.reduce((sum, [, count]) => sum + count, 0);
  if (maySeePeople) return { whole, parts: counts };
  const hidden = wholeShown ? hiddenParts(entries, whole) : new Set(entries.map(([key]) => key));
  const parts = Object.fromEntries(
    entries.map(([key, count]) => [key, hidden.has(key) ? null : count]),
  ) as Record<K, Figure>;
  return { whole: wholeShown ? shown(whole, false) : null, parts };
}

function hiddenParts<K extends string>(
  entries: readonly [K, number][],
  whole: number,
): ReadonlySet<K> {
  const hidden = new Set(entries.filter(([, count]) => isSmall(count)).map(([key]) => key));
  if (hidden.size === 0 || isSmall(whole)) return hidden;
  const sum = entries.reduce((all, [key, count]) => all + (hidden.has(key) ? count : 0), 0);
  const follows = hidden.size === 1 || sum === hidden.size || sum === SMALL * hidden.size;
  if (!follows) return hidden;
  const others = entries.filter(([key]) => !hidden.has(key));
  const smallest = Math.min(...others.map(([, count]) => count));
  for (const [key, count] of others) if (count === smallest) hidden.add(key);
  return hidden;
}

function isSmall(count: number): boolean {
  return count >= 1 && count <= SMALL;
}
