const figures = new Intl.NumberFormat('en-US');

/** 2000 as "2,000". */
export const number = (value: number): string => figures.format(value);

/** "1 person", "2,000 people". */
export const people = (count: number): string =>
  count === 1 ? '1 person' : `${number(count)} people`;

/** "1 draft", "3 drafts". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

const MB = 1_048_576;

/** "812 kB", "4 MB", "4.1 MB": never less than it is. */
export function fileSize(bytes: number): string {
  if (bytes < MB) return `${number(Math.ceil(bytes / 1024))} kB`;
  const tenths = Math.ceil((bytes * 10) / MB);
  return `${(tenths / 10).toFixed(tenths % 10 === 0 ? 0 : 1)} MB`;
}

/** A share as "43%", never "0%" or "100%" of what is not quite none or all. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 1) return '< 1%';
  if (part < whole && percent > 99) return '> 99%';
  return `${Math.round(percent)}%`;
}

/** Seconds left as people say them. */
export function duration(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return plural(minutes, 'minute');
  const hours = plural(Math.floor(minutes / 60), 'hour');
  return minutes % 60 === 0 ? hours : `${hours} ${plural(minutes % 60, 'minute')}`;
}
