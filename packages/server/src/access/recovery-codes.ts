import { randomBytes } from 'node:crypto';
import type { Database, Tx } from '../database/index.ts';
import { hashOf } from './session.ts';

const CODES = 10;
/** Crockford's alphabet: no letter that looks like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** New codes in place of all earlier ones; they are shown once, and their hashes alone are kept. */
export async function makeRecoveryCodes(tx: Tx, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await tx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await tx
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ user_id: userId, code_hash: hashOf(bareOf(code)) })))
    .execute();
  return codes;
}

/** Whether this is one that was not used; it is used by this. */
export async function takeRecoveryCode(
  db: Database | Tx,
  userId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const taken = await db
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('code_hash', '=', hashOf(bareOf(code)))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** 26 characters of 5 bits, 130 in all: the first byte's top bits are spare. */
function newCode(): string {
  const letters = Array.from(randomBytes(26), (byte) => ALPHABET[byte & 31]);
  return [0, 5, 10, 15, 20]
    .map((at) => letters.slice(at, at === 20 ? 26 : at + 5).join(''))
    .join('-');
}

const bareOf = (code: string) => code.toLowerCase().replace(/[^0-9a-z]/g, '');
