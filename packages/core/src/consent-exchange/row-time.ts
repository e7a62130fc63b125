import type { ConsentEvent, ConsentFact } from '../consent/index.ts';
import { isDay, readDay } from '../values/index.ts';

/** When a row says that it happened: a moment, a day, or nothing. */
export type RowTime =
  | { readonly kind: 'moment'; readonly at: string }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'none' };

export const EXPECTED_TIME =
  'a day such as 2026-05-01 or a time with its zone such as 2026-05-01T14:30:00Z, not in the future';

/** Null where the text is neither a day nor a time with its zone: RFC 3339 section 5.6. */
export function readTime(text: string): RowTime | null {
  if (text === '') return { kind: 'none' };
  // a time without its zone is no moment
  const day = /[T:]/.test(text) ? null : readDay(text);
  if (day !== null) return { kind: 'day', day };
  const sound = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = Date.parse(text);
  if (!sound || !isDay(text.slice(0, 10)) || Number.isNaN(time)) return null;
  return { kind: 'moment', at: new Date(time).toISOString() };
}

/**
 * Whether the fact may allow what was refused before. Such a row has to say when it was said: without
 * that it cannot be told whether the person refused before or after it.
 */
export function mayLoosen(fact: ConsentFact): boolean {
  switch (fact.kind) {
    case 'opted_in':
    case 'restriction_ended':
    case 'frequency_chosen':
    case 'channel_chosen':
      return true;
    case 'confidential_communication':
      // another address in place of none at all allows more
      return fact.wish !== 'no_email';
    case 'minor_consents_alone':
      return !fact.parent;
    case 'unencrypted_mail':
      return fact.prefers;
    default:
      return false;
  }
}

const DAY_MS = 86_400_000;
const BEGIN = 'T00:00:00.000Z';
const END = 'T23:59:59.999Z';

/**
 * The moment at which a row counts, `now` where it says none. Of a day it is the beginning where the
 * row may allow something, and else its end, so that a refusal of the same day stands. Null when it
 * is still to come.
 */
export function timeOf(time: RowTime, fact: ConsentFact, now: Date): Date | null {
  if (time.kind === 'none') return now;
  if (time.kind === 'moment') {
    const at = new Date(time.at);
    return at > now ? null : at;
  }
  const begin = Date.parse(`${time.day}${BEGIN}`);
  if (begin > now.getTime()) return null;
  if (mayLoosen(fact) || fact.kind === 'authorization_signed') return new Date(begin);
  return new Date(Math.min(begin + DAY_MS - 1, now.getTime()));
}

/**
 * The calendar day of a row that gave no time, to be shown in place of its moment, which is the day
 * before to whoever reads west of Greenwich. Told by the moment, since `timeOf` alone sets these two; a
 * file that writes midnight UTC itself names that day too. Moved to noon the moment would read right in
 * every zone of the United States, and would speak over a refusal of that morning.
 */
export function dayWritten({ source, at }: Pick<ConsentEvent, 'source' | 'at'>): string | null {
  if (source !== 'import' && source !== 'fhir') return null;
  const moment = new Date(at).toISOString();
  return moment.endsWith(BEGIN) || moment.endsWith(END) ? moment.slice(0, 10) : null;
}
