/** How many soft bounces in a row, over at least how many days, end the writing to an address. */
export const SOFT_BOUNCES = 3;
export const SOFT_DAYS = 7;

const DAY = 86_400_000;

/**
 * Whether an address has been out of reach for too long. `bounced` are the times (milliseconds) at
 * which messages bounced softly, `arrived` those at which one is known to have got through: it ends
 * the row.
 */
export function isOutOfReach(bounced: readonly number[], arrived: readonly number[]): boolean {
  const since = Math.max(Number.NEGATIVE_INFINITY, ...arrived);
  const row = bounced.filter((time) => time > since).toSorted((a, b) => a - b);
  const [first, last] = [row[0], row.at(-1)];
  if (row.length < SOFT_BOUNCES || first === undefined || last === undefined) return false;
  return last - first >= SOFT_DAYS * DAY;
}
