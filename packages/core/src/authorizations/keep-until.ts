import type { ConsentEvent } from '../consent/index.ts';
import type { AuthorizationDocument } from '../gate/index.ts';
import type { Day } from '../values/index.ts';

const YEARS = 6;

/**
 * The last day on which a signed document has to be kept: six years from when it was made or was
 * last in effect, whichever is later (45 CFR 164.508(b)(6), 164.530(j)(2)). In effect it was until its
 * end, by its date, by the event that it names or by revocation, and whenever a message relied on
 * it; a revocation is a record of its own, so that a second one counts anew. Null: it names an event
 * that has not come, so it is kept for as long as it stands and six years more.
 *
 * `lastReliedOn` and `forgottenAt`, when the person was deleted, which ends what still stood, are RFC
 * 3339. Throws a RangeError where no event is about such a document.
 */
export function keepUntil(
  documentId: string,
  events: readonly ConsentEvent[],
  lastReliedOn: string | null,
  forgottenAt: string | null = null,
): Day | null {
  let document: AuthorizationDocument | null = null;
  const days: Day[] = lastReliedOn === null ? [] : [dayOf(lastReliedOn)];
  const ends: Day[] = [];
  for (const { fact, at } of events) {
    if (fact.kind === 'authorization_signed' && fact.document.id === documentId) {
      document = fact.document;
      days.push(dayOf(at));
      if (document.revokedAt !== null) ends.push(dayOf(document.revokedAt));
    } else if (fact.kind === 'copy_given' && fact.documentId === documentId) {
      days.push(dayOf(at));
    } else if (fact.kind === 'authorization_revoked' && fact.documentId === documentId) {
      ends.push(dayOf(at));
    } else if (fact.kind === 'authorization_expired' && fact.documentId === documentId) {
      ends.push(dayOf(at), fact.on);
    }
  }
  if (document === null) throw new RangeError('No event is about such a document.');
  const { expiry } = document;
  if (ends.length === 0) {
    if (expiry?.kind === 'date') ends.push(expiry.on);
    if (expiry?.kind === 'event') {
      const end = expiry.occurredOn ?? (forgottenAt && dayOf(forgottenAt));
      if (end === null) return null;
      ends.push(end);
    }
  }
  return sixYearsAfter([...days, ...ends].toSorted().at(-1) ?? '');
}

const dayOf = (time: string): Day => new Date(time).toISOString().slice(0, 10);

/** Of the 29th of February: the first of March, where that year has none. */
function sixYearsAfter(day: Day): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year + YEARS, month - 1, date)).toISOString().slice(0, 10);
}
