import type { LedgerLine } from '../support/sink/ledger.ts';

/** What the sender's books say of somebody at the end. */
export interface Booked {
  readonly contactId: string;
  readonly email: string;
  /** Null when there is no row. */
  readonly state: string | null;
}

export interface Verdict {
  recipients: number;
  /** Nobody knows how it ended, or the books say accepted and the ledger has nothing. */
  missing: number;
  /** Taken a second time, a third, ... */
  duplicates: number;
  /** Those of them with another Message-ID than the first. */
  altered: number;
  /** The books say something else than the ledger. */
  wrongState: number;
  uncertain: number;
  /** In doubt, and it did not arrive. */
  undeliveredOfUncertain: number;
  /** Contact ids with what is wrong: never an address. */
  readonly examples: string[];
}

const EXAMPLES = 10;
const ENDS = new Set(['accepted', 'failed', 'uncertain', 'suppressed', 'refused', 'portal']);

/** Compares the books of the sender with the ledger of the receiver, which it never sees. */
export function judge(books: readonly Booked[], lines: readonly LedgerLine[]): Verdict {
  const taken = new Map<string, LedgerLine[]>();
  const refused = new Set<string>();
  for (const line of lines) {
    if (line.entry === 'refused') refused.add(line.to);
    if (line.entry !== 'taken' && line.entry !== 'cut') continue;
    taken.set(line.to, [...(taken.get(line.to) ?? []), line]);
  }
  const verdict: Verdict = {
    recipients: books.length,
    missing: 0,
    duplicates: 0,
    altered: 0,
    wrongState: 0,
    uncertain: 0,
    undeliveredOfUncertain: 0,
    examples: [],
  };
  const note = (what: 'missing' | 'wrongState', { contactId, state }: Booked, count: number) => {
    verdict[what] += 1;
    if (verdict[what] > EXAMPLES) return;
    // before those who are only in doubt
    verdict.examples.unshift(
      `${what}: ${contactId} is ${state ?? 'nowhere'}, taken ${count} times`,
    );
  };
  for (const booked of books) {
    const arrived = taken.get(booked.email) ?? [];
    const { state } = booked;
    verdict.duplicates += Math.max(0, arrived.length - 1);
    verdict.altered += arrived.filter((one) => one.messageId !== arrived[0]?.messageId).length;
    if (state === 'uncertain') {
      verdict.uncertain += 1;
      if (arrived.length > 0) continue;
      verdict.undeliveredOfUncertain += 1;
      verdict.examples.push(`undelivered: ${booked.contactId}`);
    } else if (state === null || !ENDS.has(state)) note('missing', booked, arrived.length);
    else if (state === 'accepted') {
      if (arrived.length === 0) note('missing', booked, 0);
    } else if (arrived.length > 0) note('wrongState', booked, arrived.length);
    else if (state === 'failed' && !refused.has(booked.email)) note('wrongState', booked, 0);
    else if (state === 'refused' || state === 'portal') note('wrongState', booked, 0);
  }
  const known = new Set(books.map(({ email }) => email));
  for (const [to, { length }] of taken) {
    if (!known.has(to))
      note('wrongState', { contactId: 'a stranger', email: to, state: null }, length);
  }
  return verdict;
}
