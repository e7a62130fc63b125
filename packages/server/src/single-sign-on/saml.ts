import { createHash } from 'node:crypto';
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import type { Tx } from '../database/index.ts';
import { type Answered, type Refusal, refusal, textOf, wordsOf } from './claims.ts';
import type { Connection, SamlProvider } from './connection.ts';
import { NOT_TAKEN } from './oidc.ts';
import { type BegunRequest, REQUEST_MINUTES, type SignInRequest } from './requests.ts';
import { readAssertion } from './saml-assertion.ts';

/** How far two clocks may be apart. */
const SKEW_SECONDS = 60;
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/** Our own addresses for an organization: what it tells its identity provider. */
export interface ServiceProvider {
  readonly entityId: string;
  readonly acs: string;
}

/** SHA-256 and stronger, assertions signed, no assertion without a request of ours. */
function samlOf(
  { entityId, acs }: ServiceProvider,
  provider: SamlProvider | null,
  request: Pick<SignInRequest, 'requestId' | 'createdAt'> | null,
  again = false,
): SAML {
  return new SAML({
    issuer: entityId,
    callbackUrl: acs,
    audience: entityId,
    entryPoint: provider?.signInUrl ?? acs,
    idpCert: provider?.certificates ?? 'none',
    idpIssuer: provider?.entityId ?? 'none',
    wantAssertionsSigned: true,
    // the assertion's own signature is what counts; many providers do not sign around it
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: SKEW_SECONDS * 1000,
    requestIdExpirationPeriodMs: REQUEST_MINUTES * 60_000,
    validateInResponseTo: ValidateInResponseTo.always,
    signatureAlgorithm: 'sha256',
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    forceAuthn: again,
    generateUniqueId: () => request?.requestId ?? '_',
    // the requests are rows of ours: this one, and no other
    cacheProvider: {
      saveAsync: async (_key, value) => ({ value, createdAt: Date.now() }),
      getAsync: async (key) =>
        request !== null && key === request.requestId ? request.createdAt.toISOString() : null,
      removeAsync: async (key) => key,
    },
  });
}

/** What an identity provider reads to know us (SAML 2.0 metadata). */
export const samlMetadata = (service: ServiceProvider): string =>
  samlOf(service, null, null).generateServiceProviderMetadata(null);

/** Where the browser is sent, with the request in the address (HTTP-Redirect binding). */
export function samlAddress(
  service: ServiceProvider,
  provider: SamlProvider,
  { state, requestId }: BegunRequest,
  { again, now }: { readonly again: boolean; readonly now: Date },
): Promise<string> {
  const request = { requestId, createdAt: now };
  return samlOf(service, provider, request, again).getAuthorizeUrlAsync(state, undefined, {});
}

/**
 * Reads what the browser posted: signature, audience, times and request by the library, and of the
 * signed assertion itself what the profile for browsers demands besides (SAML 2.0 profiles, 4.1.4.3).
 * An assertion is taken once.
 */
export async function readSamlAnswer(
  tx: Tx,
  connection: Connection,
  provider: SamlProvider,
  service: ServiceProvider,
  { request, response, now }: { request: SignInRequest; response: string; now: Date },
): Promise<Answered> {
  const again = request.proves !== null;
  const saml = samlOf(service, provider, request, again);
  const read = await saml
    .validatePostResponseAsync({ SAMLResponse: response })
    .catch((error: unknown) => refusal(whyOf(error), NOT_TAKEN));
  if ('kind' in read) return read;
  const { profile } = read;
  if (!profile || read.loggedOut) return refusal('no_assertion', NOT_TAKEN);
  const checked = readAssertion(profile.getAssertion?.(), {
    issuer: provider.entityId,
    recipient: service.acs,
    requestId: request.requestId,
  });
  if ('kind' in checked) return checked;
  if (
    again &&
    !(checked.authenticatedAt.getTime() + SKEW_SECONDS * 1000 > request.createdAt.getTime())
  ) {
    return refusal('not_again', 'Your identity provider did not ask you again who you are.');
  }
  const replayed = await remember(tx, connection.organizationId, checked, now);
  if (replayed) return replayed;
  const attributes: Readonly<Record<string, unknown>> = {
    ...(profile['attributes'] as Record<string, unknown> | undefined),
  };
  const { nameID, nameIDFormat } = profile;
  return {
    kind: 'answered',
    claims: {
      issuer: provider.entityId,
      subject: nameIDFormat === TRANSIENT ? null : textOf(nameID),
      email: firstOf(attributes, EMAIL) ?? (nameID?.includes('@') ? nameID : null),
      name: firstOf(attributes, NAME) ?? fullName(attributes),
      groups: wordsOf(attributes[connection.roleClaim]),
      factor: checked.context !== null && connection.factorWords.includes(checked.context),
    },
  };
}

/** Keeps that it was taken until it would be too old; a refusal when it was taken before. */
async function remember(
  tx: Tx,
  organizationId: string,
  { id, endsAt }: { readonly id: string; readonly endsAt: Date },
  now: Date,
): Promise<Refusal | null> {
  const assertion_hash = createHash('sha256').update(`${organizationId}\0${id}`).digest();
  const until = Math.max(endsAt.getTime(), now.getTime()) + 2 * SKEW_SECONDS * 1000;
  const kept = await tx
    .insertInto('single_sign_on_assertions')
    .values({ assertion_hash, organization_id: organizationId, expires_at: new Date(until) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return kept.numInsertedOrUpdatedRows === 1n ? null : refusal('replayed', NOT_TAKEN);
}

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const EMAIL = ['email', 'mail', `${CLAIMS}emailaddress`, 'urn:oid:0.9.2342.19200300.100.1.3'];
const NAME = ['displayName', 'name', `${CLAIMS}name`, 'urn:oid:2.16.840.1.113730.3.1.241'];
const GIVEN = ['givenName', 'firstName', `${CLAIMS}givenname`, 'urn:oid:2.5.4.42'];
const FAMILY = ['sn', 'surname', 'lastName', `${CLAIMS}surname`, 'urn:oid:2.5.4.4'];

type Attributes = Readonly<Record<string, unknown>>;

const firstOf = (attributes: Attributes, names: readonly string[]): string | null =>
  names.map((name) => wordsOf(attributes[name])?.[0]).find((word) => word !== undefined) ?? null;

const fullName = (attributes: Attributes): string | null =>
  textOf([firstOf(attributes, GIVEN), firstOf(attributes, FAMILY)].filter(Boolean).join(' '));

/** A word for the audit: the library's sentences may name what was in the answer. */
function whyOf(error: unknown): string {
  const said = error instanceof Error ? error.message : '';
  if (/signature/i.test(said)) return 'signature';
  if (/audience/i.test(said)) return 'audience';
  if (/expired|not yet valid|subject confirmation/i.test(said)) return 'time';
  if (/InResponseTo/i.test(said)) return 'request';
  if (/provider returned/i.test(said)) return 'provider_refused';
  return 'failed';
}
