import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import { type Answered, refusal, textOf, wordsOf } from './claims.ts';
import type { Connection, OidcProvider } from './connection.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { type BegunRequest, nonceOf, verifierOf } from './requests.ts';

const PATIENCE_SECONDS = 10;
/** How long ago somebody may have shown the provider who they are, where they are to show it again. */
const AGAIN_SECONDS = 60;

/** The provider as it describes itself (OpenID Connect Discovery 1.0), asked anew each time. */
export function discover(
  { issuer, clientId, clientSecret }: OidcProvider,
  allowPrivate: boolean,
): Promise<Configuration> {
  return discovery(new URL(issuer), clientId, undefined, byWhatItTakes(clientSecret), {
    [customFetch]: guardedFetch(allowPrivate),
    timeout: PATIENCE_SECONDS,
    // the signature of an ID token is verified though it came from the provider itself;
    // in clear only where whoever runs the installation allows places in the private network
    execute: [enableNonRepudiationChecks, ...(allowPrivate ? [allowInsecureRequests] : [])],
  });
}

/** `client_secret_basic` is what goes without saying (RFC 8414, 2), else the secret in the form. */
function byWhatItTakes(secret: string): ClientAuth {
  const basic = ClientSecretBasic(secret);
  const post = ClientSecretPost(secret);
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (ways.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

/** Where the browser is sent: authorization code with PKCE (RFC 7636), state and nonce. */
export async function oidcAddress(
  provider: OidcProvider,
  { state, browser }: BegunRequest,
  { redirectUri, again, allowPrivate, hint }: OidcAsked,
): Promise<string> {
  const config = await discover(provider, allowPrivate);
  return buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state,
    nonce: nonceOf(browser),
    code_challenge: await calculatePKCECodeChallenge(verifierOf(browser)),
    code_challenge_method: 'S256',
    ...(hint !== null && { login_hint: hint }),
    ...(again && { prompt: 'login', max_age: '0' }),
  }).href;
}

export interface OidcAsked {
  readonly redirectUri: string;
  /** Whether they are to show the provider who they are although it knows. */
  readonly again: boolean;
  readonly allowPrivate: boolean;
  readonly hint: string | null;
}

/**
 * Reads what the browser came back with: the code is changed for an ID token whose signature, issuer,
 * audience, time and nonce are checked (OpenID Connect Core 1.0, 3.1.3.7; RFC 9207 for the issuer).
 */
export async function readOidcAnswer(
  connection: Connection,
  provider: OidcProvider,
  came: { readonly url: URL; readonly state: string; readonly browser: string },
  { again, allowPrivate }: Pick<OidcAsked, 'again' | 'allowPrivate'>,
): Promise<Answered> {
  try {
    const config = await discover(provider, allowPrivate);
    const tokens = await authorizationCodeGrant(config, came.url, {
      expectedState: came.state,
      expectedNonce: nonceOf(came.browser),
      pkceCodeVerifier: verifierOf(came.browser),
      idTokenExpected: true,
      ...(again && { maxAge: AGAIN_SECONDS }),
    });
    const token = tokens.claims();
    if (!token) return refusal('no_id_token', NOT_TAKEN);
    const wanted = ['email', ...(connection.rolesFrom === 'claim' ? [connection.roleClaim] : [])];
    const claims = wanted.every((name) => token[name] !== undefined)
      ? token
      : { ...(await moreOf(config, tokens.access_token, token.sub)), ...token };
    if (claims['email_verified'] === false) {
      return refusal(
        'unverified',
        'Your identity provider says that your address is not verified.',
      );
    }
    const said = [...(wordsOf(claims['amr']) ?? []), ...(wordsOf(claims['acr']) ?? [])];
    return {
      kind: 'answered',
      claims: {
        issuer: claims.iss,
        subject: claims.sub,
        email: textOf(claims['email']),
        name: textOf(claims['name']),
        groups: wordsOf(claims[connection.roleClaim]),
        factor: said.some((word) => connection.factorWords.includes(word)),
      },
    };
  } catch (error) {
    if (error instanceof AuthorizationResponseError) {
      return refusal('provider_refused', 'Your identity provider did not let you in.');
    }
    return refusal(codeOf(error), NOT_TAKEN);
  }
}

/** Many providers say less in the ID token than at the UserInfo endpoint (Core 1.0, 5.4). */
async function moreOf(config: Configuration, accessToken: string, subject: string) {
  const { userinfo_endpoint: endpoint } = config.serverMetadata();
  return endpoint === undefined ? {} : fetchUserInfo(config, accessToken, subject);
}

export const NOT_TAKEN =
  'What your identity provider answered could not be verified, so nobody was signed in.';

/** The library's word for what was wrong, such as `OAUTH_JWT_CLAIM_COMPARISON_FAILED`. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z_]{3,60}$/.test(code) ? code.toLowerCase() : 'failed';
}
