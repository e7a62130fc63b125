const FIRST_SECONDS = 60;
const LONGEST_SECONDS = 4 * 3600;
const GIVE_UP_SECONDS = 24 * 3600;

/**
 * Seconds until the next attempt after the `deferrals`th deferral (1, 2, 3, ...): a minute, doubling,
 * four hours at most. Null when the attempts would go on for more than 24 hours: then it has failed.
 * (RFC 5321 section 4.5.4.1 asks for 4 to 5 days of mail in general; a campaign is stale by then.)
 */
export function secondsUntilRetry(deferrals: number): number | null {
  let passed = 0;
  let delay = 0;
  for (let count = 1; count <= deferrals; count++) {
    passed += delay;
    delay = Math.min(FIRST_SECONDS * 2 ** (count - 1), LONGEST_SECONDS);
  }
  return passed + delay > GIVE_UP_SECONDS ? null : delay;
}

/**
 * Seconds that a campaign is held after the `failures`th time in a row that its mail server could
 * not be used: `first`, doubling, a quarter of an hour at most.
 */
export function secondsHeld(failures: number, first = 15): number {
  return Math.min(first * 2 ** Math.max(0, failures - 1), 15 * 60);
}
