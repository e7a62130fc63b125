import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import { hashCode, makeReaderSession, readReaderSession, whatIsOnFile } from '../portal/index.ts';
import { type LocatedRequest, placeOf, type SigningDeps } from './locate-request.ts';
import { TRIES, updateRequest } from './signing-request.ts';

/** What somebody typed. */
export interface ShownBySigner {
  /** 'YYYY-MM-DD'. */
  readonly birthDate: string;
  readonly code: string;
}

/**
 * Whether who holds the link is the person: the birth date on file and the code that was mailed. The
 * session that proves it afterwards; null when not. The fifth wrong try in a row locks the request
 * until staff opens it: each try is counted before anything is looked at.
 */
export async function identifySigner(
  deps: SigningDeps,
  { keys, row: found }: LocatedRequest,
  shown: ShownBySigner,
): Promise<string | null> {
  const { database } = deps;
  const now = deps.now();
  const row = await updateRequest(database, placeOf(found))
    .set({ tries: sql<number>`tries + 1` })
    .where('tries', '<', TRIES)
    .where('state', '!=', 'withdrawn')
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  const { birthDate } = await whatIsOnFile(database, keys, row.contact_id);
  const typed = hashCode(keys, row.id, shown.code.replaceAll(/[\s-]/g, ''));
  const codeRight =
    row.code !== null &&
    row.code_until !== null &&
    row.code_until > now &&
    timingSafeEqual(row.code, typed);
  if (codeRight && birthDate !== null && birthDate === shown.birthDate) {
    // the code is used up; false when another request used it first
    const settled = await updateRequest(database, placeOf(row))
      .set({ tries: 0, code: null, code_until: null, codes_sent: 0 })
      .where('code', '=', row.code)
      .executeTakeFirst();
    if (settled.numUpdatedRows === 1n) return makeReaderSession(keys, linkOf(row), now);
  }
  if (row.tries >= TRIES) {
    const subject = { contactId: row.contact_id, requestId: row.id };
    const note = { actor: 'recipient', action: 'signing.locked' as const, subject };
    await inTransaction(database, (tx) => appendAudit(tx, keys, note, now));
  }
  return null;
}

/**
 * Whether who asks has shown who they are: on a tablet staff did, for as long as it is not signed;
 * else the session that `identifySigner` made says so.
 */
export function isIdentified(
  { keys, row, state }: LocatedRequest,
  session: string | undefined,
  now: Date,
): boolean {
  if (row.way === 'tablet' && state === 'open') return true;
  return readReaderSession(keys, linkOf(row), session, now) !== null;
}

const linkOf = (row: { readonly id: string; readonly contact_id: string }) => ({
  linkId: row.id,
  contactId: row.contact_id,
});
