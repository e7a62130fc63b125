import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { appendAudit } from '../audit/index.ts';
import { type Database, inTransaction } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import type { Caller } from './caller.ts';
import { callerById, callerByKey } from './find-caller.ts';
import { takeOnce } from './once.ts';
import { ALGORITHMS, isKeySet } from './public-keys.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';

/** An access token lives so long: long enough for a run, short enough to be of little use to a thief. */
export const TOKEN_SECONDS = 900;
/** What an assertion says of time may be off by so much. */
const TOLERANCE_SECONDS = 60;
const ASSERTION_SECONDS = 300;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;

export interface TokenDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

export type ClientProof =
  | { readonly kind: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'assertion'; readonly clientId: string | null; readonly assertion: string };

/** Who asks for a token (RFC 6749, 2.3; RFC 7523, 3); null: the proof does not hold. */
export async function provenClient(
  { database, now }: TokenDeps,
  proof: ClientProof,
  audience: readonly string[],
): Promise<Caller | null> {
  if (proof.kind === 'secret') {
    if (!isSecret('client', proof.secret)) return null;
    const caller = await callerByKey(database, 'client', proof.secret, now());
    return caller?.principal.userId === proof.clientId ? caller : null;
  }
  const id = subjectOf(proof.assertion);
  if (id === null || !UUID.test(id) || (proof.clientId !== null && proof.clientId !== id)) {
    return null;
  }
  const found = await callerById(database, id, now());
  if (!found || !isKeySet(found.publicKeys)) return null;
  try {
    const { payload } = await jwtVerify(proof.assertion, createLocalJWKSet(found.publicKeys), {
      issuer: id,
      subject: id,
      audience: [...audience],
      algorithms: [...ALGORITHMS],
      requiredClaims: ['exp', 'jti'],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now(),
    });
    const { exp = 0, jti = '' } = payload;
    const left = exp - now().getTime() / 1000;
    if (left > ASSERTION_SECONDS + TOLERANCE_SECONDS || jti === '' || jti.length > 200) return null;
    const until = new Date((exp + TOLERANCE_SECONDS) * 1000);
    const { organizationId } = found.caller.principal;
    return (await takeOnce(database, organizationId, ['jti', id, jti], until))
      ? found.caller
      : null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

function subjectOf(assertion: string): string | null {
  try {
    return decodeJwt(assertion).sub ?? null;
  } catch {
    return null;
  }
}

/**
 * Gives an access token for what the client asks of its permissions (RFC 6749, 3.3): all of them when it
 * asks for nothing; null when it asks for one that it has not.
 */
export async function giveToken(
  { database, keyring, now }: TokenDeps,
  { principal, keyId }: Caller,
  scope: string | null,
  address: string,
): Promise<{ readonly token: string; readonly scope: string } | null> {
  const has = [...principal.permissions];
  const wanted = scope === null ? has : [...new Set(scope.split(' '))];
  const permissions = has.filter((one) => wanted.includes(one));
  if (permissions.length < wanted.length) return null;
  const token = newSecret('token');
  const { organizationId, userId: applicationId } = principal;
  const keys = await keyring.of(organizationId);
  await inTransaction(database, async (tx) => {
    await tx
      .insertInto('application_tokens')
      .values({
        token_hash: hashOf(token),
        organization_id: organizationId,
        application_id: applicationId,
        key_id: keyId,
        permissions,
        expires_at: new Date(now().getTime() + TOKEN_SECONDS * 1000),
      })
      .execute();
    const subject = { permissions: permissions.join(' ') };
    await appendAudit(
      tx,
      keys,
      {
        actor: applicationId,
        action: 'application.token_given',
        subject,
        address,
      },
      now(),
    );
  });
  return { token, scope: permissions.join(' ') };
}

/** Ends a token of this application at once (RFC 7009); one that is not its own stays. */
export async function revokeToken(
  database: Database,
  applicationId: string,
  token: string,
): Promise<void> {
  await database
    .deleteFrom('application_tokens')
    .where('token_hash', '=', hashOf(token))
    .where('application_id', '=', applicationId)
    .execute();
}
