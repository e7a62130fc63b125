import { sql } from 'kysely';
import { survivorOf } from '../contacts/index.ts';
import { locateMessage, type PortalDeps } from './locate-message.ts';
import { placeOf, updateMessage } from './message-place.ts';
import { codeNotice, type SendNotice } from './notice.ts';
import { CODE_MINUTES, hashCode, makeCode } from './one-time-code.ts';
import { whatIsOnFile } from './what-is-on-file.ts';

/** How long a locked message waits before a new code opens the way again. */
export const COOL_OFF_HOURS = 24;
export const MINUTES_BETWEEN = 2;
/** Codes in a row without one that was used; then a day without. */
export const MOST_CODES = 5;

export type CodeDeps = PortalDeps & { readonly sendNotice: SendNotice };

/**
 * Mails a one-time code to the address on file, where that makes sense: the message can be opened, a
 * birth date and an address are on file, and no code left in the last two minutes. A message that
 * has been locked for a day is unlocked by it, for codes alone. Tells nobody whether it did.
 */
export async function requestCode(
  deps: CodeDeps,
  token: string,
): Promise<'sent' | 'held' | 'nothing'> {
  const located = await locateMessage(deps, token);
  if (!located?.found) return 'nothing';
  const { keys, settings, organizationId } = located;
  const { row } = located.found;
  const { birthDate, hasEmail } = await whatIsOnFile(deps.database, keys, row.contact_id);
  if (birthDate === null || !hasEmail) return 'nothing';
  const code = makeCode();
  const now = deps.now();
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const aDayAgo = before(24 * 60);
  const taken = await updateMessage(deps.database, placeOf(row))
    .set({
      code_hash: hashCode(keys, row.id, code),
      code_expires_at: new Date(now.getTime() + CODE_MINUTES * 60_000),
      code_sent_at: now,
      codes_sent: sql<number>`case when code_sent_at <= ${aDayAgo} then 1 else codes_sent + 1 end`,
      secret_barred: sql<boolean>`secret_barred or locked_at is not null`,
      tries: sql<number>`case when locked_at is null then tries else 0 end`,
      locked_at: null,
    })
    .where('link_id', '=', row.link_id)
    .where((message) =>
      message.or([
        message('locked_at', 'is', null),
        message('locked_at', '<=', before(COOL_OFF_HOURS * 60)),
      ]),
    )
    .where((message) =>
      message.or([
        message('code_sent_at', 'is', null),
        message('code_sent_at', '<=', aDayAgo),
        message.and([
          message('codes_sent', '<', MOST_CODES),
          message('code_sent_at', '<=', before(MINUTES_BETWEEN)),
        ]),
      ]),
    )
    .executeTakeFirst();
  if (taken.numUpdatedRows !== 1n) return 'nothing';
  const contactId = await survivorOf(deps.database, organizationId, row.contact_id);
  return deps.sendNotice(organizationId, contactId, codeNotice(settings, code));
}
