/** The beginning of a day, 'YYYY-MM-DD', in UTC; null when it is none. */
export function dayOf(text: string): Date | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
}
