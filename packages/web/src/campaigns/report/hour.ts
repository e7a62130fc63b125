const format = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
});

/** "Mar 4, 3 PM" in the reader's own time zone. */
export const hourOf = (time: string): string => format.format(new Date(time));
