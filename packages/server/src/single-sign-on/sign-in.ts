import type { Database, Tx } from '../database/index.ts';
import { inTransaction } from '../database/index.ts';
import { NotOutside } from '../destinations/index.ts';
import type { Keyring } from '../keys/index.ts';
import { type Admitted, admit, hashOfSubject } from './admit.ts';
import { type Answered, type Claims, type Refusal, refusal } from './claims.ts';
import { type Connection, hasConnection, loadConnection } from './connection.ts';
import { oidcAddress, readOidcAnswer } from './oidc.ts';
import {
  beginRequest,
  findRequest,
  keepAnswer,
  type NewRequest,
  type SignInRequest,
  takeAnswer,
  takeRequest,
} from './requests.ts';
import { readSamlAnswer, type ServiceProvider, samlAddress } from './saml.ts';

export interface SignInDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
  /** Our own address, without a slash at its end. */
  readonly publicUrl: string;
  readonly allowPrivate: boolean;
}

/** What came of it: somebody, with what is to be noted of them; or a proof of who is signed in. */
export type Finished =
  | {
      readonly kind: 'signed-in';
      readonly admitted: Admitted;
      /** Whether the provider's second factor counts for ours. */
      readonly factor: boolean;
      readonly next: string;
      /** Hexadecimal. */
      readonly device: string;
    }
  | {
      readonly kind: 'proved';
      readonly sessionId: string;
      readonly userId: string;
      readonly next: string;
    }
  | (Refusal & { readonly changed: Omit<Admitted, 'kind'> | null });

const REFUSED_REQUEST = refusal(
  'request',
  'This sign-in was not begun in this browser, was used already, or took longer than 10 minutes. Begin anew.',
);

export const redirectUri = (publicUrl: string, organizationId: string) =>
  `${publicUrl}/sso/oidc/${organizationId}/callback`;

export const serviceProvider = (publicUrl: string, organizationId: string): ServiceProvider => ({
  entityId: `${publicUrl}/sso/saml/${organizationId}/metadata`,
  acs: `${publicUrl}/sso/saml/${organizationId}/acs`,
});

/** Sends somebody to their provider: the address to go to, and the secret of the browser's cookie. */
export async function beginSignIn(
  deps: SignInDeps,
  asked: NewRequest & { readonly hint: string | null },
): Promise<
  { readonly kind: 'left'; readonly address: string; readonly browser: string } | Refusal
> {
  const { database, keyring, now, publicUrl, allowPrivate } = deps;
  const { organizationId } = asked;
  const connection = await loadConnection(database, await keyring.of(organizationId));
  if (!connection) return refusal('none', 'Single sign-on is not set up here any more.');
  const begun = await beginRequest(database, asked, now());
  const again = asked.proves !== null;
  const { provider } = connection;
  try {
    const address =
      provider.kind === 'oidc'
        ? await oidcAddress(provider, begun, {
            redirectUri: redirectUri(publicUrl, organizationId),
            ...{ again, allowPrivate, hint: asked.hint },
          })
        : await samlAddress(serviceProvider(publicUrl, organizationId), provider, begun, {
            again,
            now: now(),
          });
    return { kind: 'left', address, browser: begun.browser };
  } catch (error) {
    return refusal('unreachable', unreachable(error));
  }
}

/** Says why a provider cannot be asked, where the reason is one that its administrator can change. */
export function unreachable(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof NotOutside) return at.message;
  }
  return 'Your identity provider does not answer, or not as OpenID Connect says. Try again in a while.';
}

/** The browser came back from a provider that speaks OpenID Connect. */
export async function finishOidc(
  deps: SignInDeps,
  organizationId: string,
  { url, browser }: { readonly url: URL; readonly browser: string },
): Promise<Finished> {
  const { database, now, allowPrivate } = deps;
  const state = url.searchParams.get('state') ?? '';
  const request = await takeRequest(database, organizationId, state, browser, now());
  if (!request) return { ...REFUSED_REQUEST, changed: null };
  const connection = await connectionOf(deps, organizationId);
  if (connection?.provider.kind !== 'oidc') return { ...REFUSED_REQUEST, changed: null };
  const came = { url, state, browser };
  const again = request.proves !== null;
  const asked = { again, allowPrivate };
  const answer = await readOidcAnswer(connection, connection.provider, came, asked);
  return inTransaction(database, (tx) => conclude(tx, connection, request, answer, now()));
}

/**
 * What another site's page posted for a provider that speaks SAML. No cookie comes with that, so what
 * is right waits for the browser that began (`finishSaml`), which asks for it by the handle.
 */
export async function receiveSaml(
  deps: SignInDeps,
  organizationId: string,
  { response, state }: { readonly response: string; readonly state: string },
): Promise<
  | { readonly kind: 'kept'; readonly handle: string }
  | Exclude<Finished, { kind: 'signed-in' | 'proved' }>
> {
  const { database, now, publicUrl } = deps;
  const refused = { ...REFUSED_REQUEST, changed: null };
  const connection = await connectionOf(deps, organizationId);
  const provider = connection?.provider;
  if (!connection || provider?.kind !== 'saml') return refused;
  return inTransaction(database, async (tx) => {
    const request = await findRequest(tx, organizationId, state, now());
    if (!request) return refused;
    const service = serviceProvider(publicUrl, organizationId);
    const given = { request, response, now: now() };
    const answer = await readSamlAnswer(tx, connection, provider, service, given);
    const finished = await conclude(tx, connection, request, answer, now());
    if (finished.kind === 'refused') return finished;
    const handle = await keepAnswer(tx, state, finished);
    return handle === null ? refused : { kind: 'kept', handle };
  });
}

/** The browser that began takes what was posted for it. */
export async function finishSaml(
  { database, now }: SignInDeps,
  organizationId: string,
  { handle, browser }: { readonly handle: string; readonly browser: string },
): Promise<Finished> {
  const taken = await takeAnswer(database, organizationId, handle, browser, now());
  // written by `receiveSaml` alone
  return taken ? (taken.answer as Finished) : { ...REFUSED_REQUEST, changed: null };
}

async function connectionOf({ database, keyring }: SignInDeps, organizationId: string) {
  if (!(await hasConnection(database, organizationId))) return null;
  return loadConnection(database, await keyring.of(organizationId));
}

async function conclude(
  tx: Tx,
  connection: Connection,
  { proves, factorGiven, next, deviceHash }: SignInRequest,
  answer: Answered,
  now: Date,
): Promise<Finished> {
  if (answer.kind === 'refused') return { ...answer, changed: null };
  const { claims } = answer;
  if (!proves) {
    const admitted = await admit(tx, connection, claims, now);
    return admitted.kind === 'refused'
      ? admitted
      : {
          kind: 'signed-in',
          admitted,
          factor: claims.factor,
          next,
          device: deviceHash.toString('hex'),
        };
  }
  const refused = (why: string, sentence: string) => ({ ...refusal(why, sentence), changed: null });
  if (!(await isUser(tx, connection, claims, proves.userId))) {
    return refused(
      'another',
      'You showed your identity provider that you are somebody else. Begin anew.',
    );
  }
  if (!claims.factor && !factorGiven) {
    return refused(
      'factor',
      'Your identity provider did not ask for a second factor, so one of Postern is needed.',
    );
  }
  return { kind: 'proved', ...proves, next };
}

async function isUser(tx: Tx, connection: Connection, claims: Claims, userId: string) {
  const { organizationId } = connection;
  const subject = hashOfSubject(claims);
  const email = claims.email?.toLowerCase() ?? '';
  const row = await tx
    .selectFrom('users')
    .leftJoin('single_sign_on_identities as identity', 'identity.user_id', 'users.id')
    .select(['email', 'subject_hash'])
    .where('users.organization_id', '=', organizationId)
    .where('users.id', '=', userId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  if (!row) return false;
  return row.subject_hash && subject ? row.subject_hash.equals(subject) : row.email === email;
}
