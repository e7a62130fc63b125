import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { endSessionsOf } from '../access/index.ts';
import { inTransaction } from '../database/index.ts';
import { hashOfSubject } from './admit.ts';
import { textOf } from './claims.ts';
import { loadConnection } from './connection.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { discover } from './oidc.ts';
import type { SignInDeps } from './sign-in.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

export type LoggedOut =
  | { readonly kind: 'ended'; readonly userId: string; readonly ended: number }
  /** Right, and nobody's here. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * Ends every session of whom a provider signs out (OpenID Connect Back-Channel Logout 1.0). `sub` is
 * needed: which of a person's sessions a `sid` began is not kept. A token that comes again ends nothing
 * more, so it need not be remembered.
 */
export async function takeLogoutToken(
  deps: SignInDeps,
  organizationId: string,
  token: string,
): Promise<LoggedOut> {
  const { database, keyring, now, allowPrivate } = deps;
  const known = await database
    .selectFrom('single_sign_on')
    .select('organization_id')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  // nobody's id has no keys either
  const connection = known
    ? await loadConnection(database, await keyring.of(organizationId))
    : null;
  const provider = connection?.provider;
  if (provider?.kind !== 'oidc') return no('This organization has no OpenID provider.');
  const subject = await subjectOf(token, provider, allowPrivate).catch(() => null);
  if (subject === null) {
    return no(
      'The logout token could not be verified; expected one of this issuer, for this client, with sub.',
    );
  }
  const subject_hash = hashOfSubject({ issuer: provider.issuer, subject });
  return inTransaction(database, async (tx) => {
    const identity = await tx
      .selectFrom('single_sign_on_identities')
      .select('user_id')
      .where('organization_id', '=', organizationId)
      .where('subject_hash', '=', subject_hash)
      .executeTakeFirst();
    if (!identity) return { kind: 'nobody' };
    const ended = await endSessionsOf(tx, identity.user_id, now());
    return { kind: 'ended', userId: identity.user_id, ended };
  });
}

async function subjectOf(
  token: string,
  provider: Parameters<typeof discover>[0],
  allowPrivate: boolean,
): Promise<string | null> {
  const config = await discover(provider, allowPrivate);
  const { jwks_uri: keys, issuer } = config.serverMetadata();
  if (keys === undefined) return null;
  const fetched = guardedFetch(allowPrivate);
  const keySet = createRemoteJWKSet(new URL(keys), {
    [customFetch]: (url, { method, headers, signal }) =>
      fetched(String(url), { method, headers: Object.fromEntries(headers), signal }),
  });
  const { payload } = await jwtVerify(token, keySet, {
    issuer,
    audience: provider.clientId,
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
    clockTolerance: 60,
  });
  const { events } = payload;
  const isLogout = typeof events === 'object' && events !== null && EVENT in events;
  // 2.4: an ID token is never a logout token
  return isLogout && payload['nonce'] === undefined ? textOf(payload.sub) : null;
}

const no = (sentence: string) => ({ kind: 'refused', sentence }) as const;
