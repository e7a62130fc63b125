import type { Day } from '../values/index.ts';
import type { Standing } from './recipient-at.ts';

/** On which days the authorizations end that state a date and were not revoked; past ones too. */
export function authorizationEnds({
  authorizations,
}: Pick<Standing, 'authorizations'>): readonly Day[] {
  return authorizations.flatMap(({ expiry, revokedAt }) =>
    expiry?.kind === 'date' && revokedAt === null ? [expiry.on] : [],
  );
}
