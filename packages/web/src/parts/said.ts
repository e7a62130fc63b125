const clock = new Intl.DateTimeFormat('en-US', { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat('en-US', { weekday: 'long' });
const thisYear = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric' });
const anyYear = new Intl.DateTimeFormat('en-US', { dateStyle: 'long' });

/**
 * A time as people say it: "Just now", "12 minutes ago", "Today, 3:04 PM", "March 4"; of what comes
 * within a week "Monday, 9:00 AM".
 */
export function said(time: string, now = new Date()): string {
  const date = new Date(time);
  const minutes = Math.round((now.getTime() - date.getTime()) / 60_000);
  if (minutes === 0) return 'Just now';
  if (minutes > 0 && minutes < 60) return minutes === 1 ? 'A minute ago' : `${minutes} minutes ago`;
  if (minutes < 0 && minutes > -60)
    return minutes === -1 ? 'In a minute' : `In ${-minutes} minutes`;
  const days = Math.round(
    (new Date(now).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000,
  );
  if (days === 0) return `Today, ${clock.format(date)}`;
  if (days === 1) return `Yesterday, ${clock.format(date)}`;
  if (days === -1) return `Tomorrow, ${clock.format(date)}`;
  if (days < 0 && days > -7) return `${weekday.format(date)}, ${clock.format(date)}`;
  return date.getFullYear() === now.getFullYear() ? thisYear.format(date) : anyYear.format(date);
}

/** Less than a minute from now, or past. */
export const isSoon = (time: string): boolean => Date.parse(time) - Date.now() < 60_000;
