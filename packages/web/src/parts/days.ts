const long = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** 'YYYY-MM-DD' as "March 4, 2026"; a day has no time zone. What is no day is left as it is. */
export function shownDay(day: string): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? day : long.format(time);
}

/** Days within a sentence, 'until 2027-03-04', as "until March 4, 2027". */
export const withShownDays = (sentence: string): string =>
  sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g, shownDay);
