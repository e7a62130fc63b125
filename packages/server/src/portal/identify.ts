import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import { verifyPassword } from '../keys/index.ts';
import { agreedSecret, comparableSecret } from './agreed-secret.ts';
import { type Located, locateMessage, type MessageRow, type PortalDeps } from './locate-message.ts';
import { placeOf, updateMessage } from './message-place.ts';
import { hashCode } from './one-time-code.ts';
import { makeReaderSession } from './reader-session.ts';
import { whatIsOnFile } from './what-is-on-file.ts';

export const TRIES = 5;
/** Each check takes 64 MiB and a core for a while. */
const AT_ONCE = 8;

/** What somebody typed. */
export interface Shown {
  /** 'YYYY-MM-DD'. */
  readonly birthDate: string;
  /** A code or the agreed secret: which of them, nobody has to say. */
  readonly word: string;
}

export type Identification =
  | { readonly kind: 'identified'; readonly session: string }
  /** The same answer for wrong data, a locked message and a link that is none. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'busy' };

let checking = 0;

/**
 * Whether who holds the link is the person: the birth date on file, and a code or the agreed secret.
 * Without a birth date on file only the secret counts. The fifth wrong try in a row locks.
 */
export async function identify(
  deps: PortalDeps,
  token: string,
  shown: Shown,
): Promise<Identification> {
  if (checking >= AT_ONCE) return { kind: 'busy' };
  checking += 1;
  try {
    return await check(deps, token, shown);
  } finally {
    checking -= 1;
  }
}

async function check(deps: PortalDeps, token: string, shown: Shown): Promise<Identification> {
  const located = await locateMessage(deps, token);
  const row = located?.found ? await takeTry(deps, located.found.row) : null;
  const known = located && row ? await knownOf(deps, located, row) : null;
  // verified even when there is nothing to verify against: the time tells nothing
  const secretRight = await verifyPassword(comparableSecret(shown.word), known?.secret ?? null);
  if (!located?.found || !row || !known) return { kind: 'refused' };
  const { keys } = located;
  const code = hashCode(keys, row.id, shown.word.replaceAll(/[\s-]/g, ''));
  const now = deps.now();
  const codeRight =
    row.code_hash !== null &&
    row.code_expires_at !== null &&
    row.code_expires_at > now &&
    timingSafeEqual(row.code_hash, code);
  const dateRight = known.birthDate === shown.birthDate;
  const bySecret = secretRight && !row.secret_barred && (dateRight || known.birthDate === null);
  const byCode = codeRight && dateRight;
  if ((bySecret || byCode) && (await settle(deps, row))) {
    return { kind: 'identified', session: makeReaderSession(keys, located.found.link, now) };
  }
  if (row.locked_at !== null) await noteLock(deps, located, row);
  return { kind: 'refused' };
}

/**
 * Counts the try before anything is looked at, so that many at once get no more than their number.
 * Null for a message that is locked already.
 */
async function takeTry(deps: PortalDeps, found: MessageRow): Promise<MessageRow | null> {
  const row = await updateMessage(deps.database, placeOf(found))
    .set({
      tries: sql<number>`tries + 1`,
      locked_at: sql<Date | null>`case when tries + 1 >= ${TRIES} then ${deps.now()}::timestamptz end`,
    })
    .where('link_id', '=', found.link_id)
    .where('locked_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

async function knownOf({ database }: PortalDeps, { keys }: Located, row: MessageRow) {
  const { birthDate } = await whatIsOnFile(database, keys, row.contact_id);
  const secret = await agreedSecret(database, row.organization_id, row.contact_id);
  return { birthDate, secret: secret?.hash ?? null };
}

/** The tries begin anew, and a code is used up; false when another request used it first. */
async function settle({ database }: PortalDeps, row: MessageRow): Promise<boolean> {
  const result = await updateMessage(database, placeOf(row))
    .set({ tries: 0, locked_at: null, code_hash: null, code_expires_at: null, codes_sent: 0 })
    .where('link_id', '=', row.link_id)
    .where('code_hash', 'is not distinct from', row.code_hash)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function noteLock({ database, now }: PortalDeps, { keys }: Located, row: MessageRow) {
  const subject = { contactId: row.contact_id, messageId: row.id };
  const note = { actor: 'recipient', action: 'portal.locked' as const, subject };
  return inTransaction(database, (tx) => appendAudit(tx, keys, note, now()));
}
