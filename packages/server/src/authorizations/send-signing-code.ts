import { sql } from 'kysely';
import {
  CODE_MINUTES,
  codeNotice,
  hashCode,
  MINUTES_BETWEEN,
  MOST_CODES,
  makeCode,
  type SendNotice,
  whatIsOnFile,
} from '../portal/index.ts';
import { locateRequest, placeOf, type SigningDeps } from './locate-request.ts';
import { TRIES, updateRequest } from './signing-request.ts';

export type SigningCodeDeps = SigningDeps & { readonly sendNotice: SendNotice };

/**
 * Mails a one-time code to the address on file, as the portal does: not to a locked request, not
 * within two minutes, and five in a row at most, then a day without. Tells nobody whether it did.
 */
export async function sendSigningCode(
  deps: SigningCodeDeps,
  token: string,
): Promise<'sent' | 'held' | 'nothing'> {
  const located = await locateRequest(deps, token);
  if (!located || !['open', 'signed'].includes(located.state)) return 'nothing';
  const { keys, organization, row } = located;
  const { birthDate, hasEmail } = await whatIsOnFile(deps.database, keys, row.contact_id);
  const now = deps.now();
  if (birthDate === null || !hasEmail || row.expires_at <= now) return 'nothing';
  const code = makeCode();
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const aDayAgo = before(24 * 60);
  const taken = await updateRequest(deps.database, placeOf(row))
    .set({
      code: hashCode(keys, row.id, code),
      code_until: new Date(now.getTime() + CODE_MINUTES * 60_000),
      code_sent_at: now,
      codes_sent: sql<number>`case when code_sent_at <= ${aDayAgo} then 1 else codes_sent + 1 end`,
    })
    .where('tries', '<', TRIES)
    .where((request) =>
      request.or([
        request('code_sent_at', 'is', null),
        request('code_sent_at', '<=', aDayAgo),
        request.and([
          request('codes_sent', '<', MOST_CODES),
          request('code_sent_at', '<=', before(MINUTES_BETWEEN)),
        ]),
      ]),
    )
    .executeTakeFirst();
  if (taken.numUpdatedRows !== 1n) return 'nothing';
  return deps.sendNotice(organization.id, row.contact_id, codeNotice(organization.settings, code));
}
