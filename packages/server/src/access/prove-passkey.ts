import {
  type AuthenticationResponseJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import { type RelyingParty, takeChallenge } from './passkey-challenge.ts';
import { passkeyFault } from './passkey-fault.ts';
import { transportsOf } from './passkeys.ts';

export type ProvedPasskey =
  | {
      readonly kind: 'proved';
      readonly userId: string;
      readonly organizationId: string;
      readonly passkeyId: string;
    }
  | {
      readonly kind: 'refused';
      readonly sentence: string;
      /** Whose passkey it says it is; null: nobody's. */
      readonly of: {
        readonly userId: string;
        readonly organizationId: string;
        readonly passkeyId: string;
      } | null;
    };

const UNKNOWN =
  'This passkey is not known here: it was removed, or its account was. Sign in another way, or ask an administrator.';

/**
 * Whose passkey this is, shown by its signature over a challenge of ours; the passkey has asked its
 * user to show who they are, so that it is two factors by itself. `only`: no other user's.
 */
export async function provePasskey(
  database: Database,
  party: RelyingParty,
  response: AuthenticationResponseJSON,
  only: string | null,
  now: Date,
): Promise<ProvedPasskey> {
  const credentialId = Buffer.from(response.id, 'base64url');
  const row = await database
    .selectFrom('passkeys')
    .innerJoin('users', 'users.id', 'passkeys.user_id')
    .select([
      'passkeys.id',
      'user_id',
      'organization_id',
      'public_key',
      'counter',
      'transports',
      'left_at',
    ])
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  if (!row || row.left_at !== null || (only !== null && row.user_id !== only)) {
    return { kind: 'refused', sentence: UNKNOWN, of: null };
  }
  const of = { userId: row.user_id, organizationId: row.organization_id, passkeyId: row.id };
  const refused = (error: unknown) =>
    ({ kind: 'refused', sentence: passkeyFault(error, party), of }) as const;
  const { userHandle } = response.response;
  if (userHandle && Buffer.from(userHandle, 'base64url').toString() !== row.user_id) {
    return refused(null);
  }
  let found: Awaited<ReturnType<typeof verifyAuthenticationResponse>>;
  try {
    found = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) =>
        takeChallenge(database, challenge, 'prove', row.user_id, now),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(row.public_key),
        counter: Number(row.counter),
        transports: transportsOf(row.transports),
      },
    });
  } catch (error) {
    return refused(error);
  }
  if (!found.verified) return refused(null);
  const { newCounter, credentialBackedUp } = found.authenticationInfo;
  // the same counter twice at once: one of the two is a copy
  const used = await database
    .updateTable('passkeys')
    .set({ counter: newCounter, synced: credentialBackedUp, last_used_at: now })
    .where('credential_id', '=', credentialId)
    .where((passkey) =>
      passkey.or([
        sql<boolean>`counter < ${newCounter}::bigint`,
        sql<boolean>`counter = 0 and ${newCounter}::bigint = 0`,
      ]),
    )
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) return refused(new Error('counter value'));
  return { kind: 'proved', ...of };
}
