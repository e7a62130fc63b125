import type { Attribute } from '../attributes/queries.ts';
import { shownDay } from '../parts/days.ts';
import type { Contact } from './queries.ts';

type Value = Contact['values'][string];

/** A value as people read it: days as "March 4, 2026", yes and no, numbers with their commas. */
export function shownValue({ type }: Pick<Attribute, 'type'>, value: Value): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return new Intl.NumberFormat('en-US').format(value);
  if (Array.isArray(value)) return value.join(', ');
  return type === 'date' ? shownDay(value) : value;
}
