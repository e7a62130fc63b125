import { EVENT_KINDS } from '../person-condition.ts';

/** Words that begin something else than an attribute's condition; such a key is put in quotes. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'all', 'any', 'everyone', 'nobody'],
  ...['authorization', 'consent', 'segment', 'sample', 'mailed', 'address'],
  ...EVENT_KINDS,
]);

/** A key that needs no quotes. */
export const isPlainKey = (key: string): boolean =>
  /^[a-z][a-z0-9_]*$/.test(key) && !RESERVED.has(key);

/** An ICD-10-CM code as it is written, which needs no quotes. */
export const isPlainCode = (value: string): boolean =>
  /^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$/.test(value);

/** A day as it is written, whether or not it exists: `checkTree` says. */
export const isPlainDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);
