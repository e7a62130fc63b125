import {
  type AgainstWishes,
  againstWishes,
  type ConsentEvent,
  type Sending,
  wishesAt,
} from '@postern/core/consent';
import type { Database, Tx } from '../database/index.ts';
import { messagesGot } from './messages-got.ts';

/** Whether this message goes against what this person asked for; null where it does not. */
export type Wishes = (contactId: string) => AgainstWishes | null;

/**
 * What people asked for beside the law, for all of `consent` (everybody who is asked about, with what
 * is on file of them). For review and dispatch, so that both say the same. What they got is read only
 * where there is a limit.
 */
export async function heedWishes(
  db: Database | Tx,
  organizationId: string,
  sending: Sending,
  consent: ReadonlyMap<string, readonly ConsentEvent[]>,
  now: Date,
): Promise<Wishes> {
  const at = now.toISOString();
  const limited = [...consent].flatMap(([id, events]) =>
    sending.cap !== null || (sending.stream === 'marketing' && events.some(isLimit)) ? [id] : [],
  );
  let fewest = sending.cap?.most ?? Number.POSITIVE_INFINITY;
  for (const events of consent.values()) fewest = Math.min(fewest, ...limitsIn(events));
  const got = await messagesGot(db, organizationId, limited, sending.stream, fewest, now);
  return (id) => {
    const events = consent.get(id) ?? [];
    const had = got.get(id) ?? [];
    // nearly everybody: nothing was asked for, and nothing was got
    if (events.length === 0 && had.length === 0) return null;
    return againstWishes(wishesAt(events, at), sending, had, now.getTime());
  };
}

/** Those that were ever chosen, also where another holds by now. */
const limitsIn = (events: readonly ConsentEvent[]) =>
  events.flatMap(({ fact }) =>
    fact.kind === 'frequency_chosen' && fact.most !== null ? [fact.most] : [],
  );

const isLimit = ({ fact }: ConsentEvent) => fact.kind === 'frequency_chosen';
