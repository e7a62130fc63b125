import { readEmail } from '../contacts/index.ts';
import type { CellFault } from './columns.ts';
import { EXPECTED_TIME, readTime } from './row-time.ts';

export const SUPPRESSION_COLUMNS = ['email', 'token', 'reason', 'since'] as const;
export type SuppressionCells = Readonly<Record<(typeof SUPPRESSION_COLUMNS)[number], string>>;

/** Our reasons, and what other systems call them. */
const REASONS = {
  hard_bounce: ['hard_bounce', 'hard', 'bounce', 'bounced', 'invalid', 'undeliverable'],
  soft_bounces: ['soft_bounces', 'soft_bounce', 'soft'],
  complaint: ['complaint', 'complained', 'spam', 'abuse', 'spam_report'],
  by_hand: ['by_hand', 'manual', 'blocked', 'unsubscribe', 'unsubscribed', 'cleaned', 'suppressed'],
} as const;
export type ListedReason = keyof typeof REASONS;

export interface SuppressionRow {
  /** An address, or a token of one from a list that was exported here. */
  readonly email: string | null;
  readonly token: string | null;
  readonly reason: ListedReason;
  /** RFC 3339; null where the list does not say: now. */
  readonly since: string | null;
}

export type ReadSuppression =
  | { readonly kind: 'row'; readonly row: SuppressionRow }
  | { readonly kind: 'faults'; readonly faults: readonly CellFault[] };

/** Reads one address of a list to which nothing is sent. No reason is a person's own: by hand. */
export function readSuppression(cells: SuppressionCells, now: Date): ReadSuppression {
  const faults: CellFault[] = [];
  const fault = (column: keyof SuppressionCells, expected: string) => {
    faults.push({ column, found: cells[column], expected });
    return null;
  };
  const email = cells.email === '' ? null : readEmail(cells.email);
  const token = cells.token === '' ? null : cells.token.toLowerCase();
  if (cells.email !== '' && email === null) fault('email', 'an address such as maria@example.org');
  else if (email === null && token === null) {
    fault('email', 'an address, or a token from a list that was exported here');
  } else if (token !== null && !/^[0-9a-f]{64}\.[0-9a-f]{16}$/.test(token)) {
    fault('token', 'a token from a list that was exported here');
  }
  const word = cells.reason.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const names = Object.keys(REASONS) as ListedReason[];
  const reason =
    word === ''
      ? 'by_hand'
      : (names.find((name) => REASONS[name].some((one) => one === word)) ??
        fault('reason', `one of: ${names.join(', ')}, or nothing`));
  const time = readTime(cells.since);
  const since =
    time?.kind === 'day' ? noonOf(time.day, now) : time?.kind === 'moment' ? time.at : null;
  if (time === null || (since !== null && Date.parse(since) > now.getTime())) {
    fault('since', EXPECTED_TIME);
  }
  if (reason === null || faults.length > 0) return { kind: 'faults', faults };
  return { kind: 'row', row: { email, token, reason, since } };
}

/** A bare day: its noon by UTC, the same calendar day in every zone of the United States; today, now. */
function noonOf(day: string, now: Date): string {
  const isToday = now.toISOString().startsWith(day);
  const noon = `${day}T12:00:00.000Z`;
  return isToday && Date.parse(noon) > now.getTime() ? now.toISOString() : noon;
}
