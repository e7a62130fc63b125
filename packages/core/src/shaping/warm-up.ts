/** Messages a day, day by day; after the last day there is no limit. */
export type WarmUpPlan = readonly number[];

/** Doubling from a handful: what a receiver that has never heard of a sender learns to trust. */
export const DEFAULT_WARM_UP: WarmUpPlan = [
  50, 100, 500, 1000, 5000, 10_000, 20_000, 40_000, 70_000, 100_000, 150_000, 250_000, 400_000,
  600_000,
];

/**
 * How many may go on a day ('YYYY-MM-DD'); null: as many as one likes. Before the first day nothing
 * may.
 */
export function allowanceOn(plan: WarmUpPlan, startedOn: string, day: string): number | null {
  const index = Math.round((Date.parse(day) - Date.parse(startedOn)) / 86_400_000);
  if (index < 0) return 0;
  return index < plan.length ? (plan[index] ?? null) : null;
}
