import { createHash } from 'node:crypto';
import type { Database } from '../database/index.ts';

const MINUTES = 5;

/** Where the pages are: a passkey answers to this name alone, and from this origin alone. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** The relying party of a public address; passkeys need a name there, or localhost. */
export function relyingPartyOf(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, origin };
}

const hashOf = (challenge: string) => createHash('sha256').update(challenge).digest();

/** Keeps a challenge for a few minutes; a user's own where it is known who answers. */
export async function keepChallenge(
  database: Database,
  challenge: string,
  purpose: 'enrol' | 'prove',
  userId: string | null,
  now: Date,
): Promise<void> {
  await database
    .insertInto('passkey_challenges')
    .values({
      challenge_hash: hashOf(challenge),
      purpose,
      user_id: userId,
      expires_at: new Date(now.getTime() + MINUTES * 60_000),
    })
    .execute();
}

/** Takes a challenge, once: whether it was made for this, for this user or for nobody, and not long ago. */
export async function takeChallenge(
  database: Database,
  challenge: string,
  purpose: 'enrol' | 'prove',
  userId: string | null,
  now: Date,
): Promise<boolean> {
  const row = await database
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', hashOf(challenge))
    .returning(['purpose', 'user_id', 'expires_at'])
    .executeTakeFirst();
  return (
    row !== undefined &&
    row.purpose === purpose &&
    (row.user_id === null || row.user_id === userId) &&
    row.expires_at > now
  );
}
