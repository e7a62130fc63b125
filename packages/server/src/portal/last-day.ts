const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const TWELVE_HOURS = 12 * 3_600_000;

/**
 * Until which day something works, "January 5, 2027", said to somebody whose clock nobody knows: by
 * the clock that is furthest behind, so that nowhere more is promised than is kept.
 */
export const lastDay = (expiresAt: Date): string => DAY.format(expiresAt.getTime() - TWELVE_HOURS);
