import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { keepChallenge, type RelyingParty, takeChallenge } from './passkey-challenge.ts';
import { passkeyFault } from './passkey-fault.ts';

/** EdDSA, ES256 and RS256 (W3C WebAuthn Level 3, 5.8.5): every authenticator has one of them. */
const ALGORITHMS = [-8, -7, -257];

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly synced: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export async function listPasskeys(db: Database | Tx, userId: string): Promise<readonly Passkey[]> {
  const rows = await db
    .selectFrom('passkeys')
    .select(['id', 'name', 'synced', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    synced: row.synced,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }));
}

/** What a browser is told in order to make a passkey; it asks its user to show who they are. */
export async function enrolOptions(
  database: Database,
  party: RelyingParty,
  user: { readonly userId: string; readonly email: string; readonly name: string },
  now: Date,
) {
  const options = await generateRegistrationOptions({
    rpName: 'Postern',
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(user.userId)),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: await credentialsOf(database, user.userId),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(database, options.challenge, 'enrol', user.userId, now);
  return options;
}

/**
 * What a browser is told in order to answer with a passkey: any that it has for this place, or those
 * of a user where it is known who is asked.
 */
export async function proveOptions(
  database: Database,
  party: RelyingParty,
  userId: string | null,
  now: Date,
) {
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'required',
    ...(userId !== null && { allowCredentials: await credentialsOf(database, userId) }),
  });
  await keepChallenge(database, options.challenge, 'prove', userId, now);
  return options;
}

export type EnrolledPasskey =
  | { readonly kind: 'enrolled'; readonly id: string }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Keeps a passkey that a browser made for what it was told. */
export async function enrolPasskey(
  database: Database,
  party: RelyingParty,
  userId: string,
  { name, response }: { readonly name: string; readonly response: RegistrationResponseJSON },
  now: Date,
): Promise<EnrolledPasskey> {
  let made: Awaited<ReturnType<typeof verifyRegistrationResponse>>;
  try {
    made = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => takeChallenge(database, challenge, 'enrol', userId, now),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
  } catch (error) {
    return { kind: 'refused', sentence: passkeyFault(error, party) };
  }
  if (!made.verified) {
    return { kind: 'refused', sentence: passkeyFault(null, party) };
  }
  const { credential, credentialBackedUp } = made.registrationInfo;
  const id = v7();
  const kept = await database
    .insertInto('passkeys')
    .values({
      credential_id: Buffer.from(credential.id, 'base64url'),
      id,
      user_id: userId,
      name: name.trim(),
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: [...(credential.transports ?? [])],
      synced: credentialBackedUp,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return kept.numInsertedOrUpdatedRows === 1n
    ? { kind: 'enrolled', id }
    : { kind: 'refused', sentence: 'This passkey is known here already; expected a new one.' };
}

export async function removePasskey(tx: Tx, userId: string, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('passkeys')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

const TRANSPORTS = ['ble', 'hybrid', 'internal', 'nfc', 'usb'] as const;
export const transportsOf = (words: readonly string[]): AuthenticatorTransport[] =>
  TRANSPORTS.filter((transport) => words.includes(transport));

async function credentialsOf(database: Database, userId: string) {
  const rows = await database
    .selectFrom('passkeys')
    .select(['credential_id', 'transports'])
    .where('user_id', '=', userId)
    .execute();
  return rows.map((row) => ({
    id: row.credential_id.toString('base64url'),
    transports: transportsOf(row.transports),
  }));
}
