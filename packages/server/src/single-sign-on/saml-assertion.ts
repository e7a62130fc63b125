import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Refusal, refusal } from './claims.ts';
import { NOT_TAKEN } from './oidc.ts';

const text = Type.Object({ _: Type.String() });
/** What the profile for browsers demands of an assertion, as xml2js reads it. */
const Assertion = Type.Object({
  Assertion: Type.Object({
    $: Type.Object({ ID: Type.String({ minLength: 1 }) }),
    Issuer: Type.Array(text, { minItems: 1, maxItems: 1 }),
    Subject: Type.Array(
      Type.Object({
        SubjectConfirmation: Type.Array(
          Type.Object({
            $: Type.Object({ Method: Type.String() }),
            SubjectConfirmationData: Type.Optional(
              Type.Array(Type.Object({ $: Type.Record(Type.String(), Type.String()) })),
            ),
          }),
        ),
      }),
      { minItems: 1, maxItems: 1 },
    ),
    AuthnStatement: Type.Array(
      Type.Object({
        $: Type.Object({ AuthnInstant: Type.String() }),
        AuthnContext: Type.Array(
          Type.Object({ AuthnContextClassRef: Type.Optional(Type.Array(text)) }),
        ),
      }),
      { minItems: 1 },
    ),
  }),
});

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

export interface CheckedAssertion {
  readonly id: string;
  /** Not to be taken from then on. */
  readonly endsAt: Date;
  readonly authenticatedAt: Date;
  /** How the provider asked who they are. */
  readonly context: string | null;
}

/**
 * Checks of a signed assertion what is left to check: that it is of this provider, confirmed for the
 * bearer, for our address and for the very request, with an end (SAML 2.0 profiles, 4.1.4.2 and .3).
 */
export function readAssertion(
  found: unknown,
  expected: { readonly issuer: string; readonly recipient: string; readonly requestId: string },
): CheckedAssertion | Refusal {
  if (!Value.Check(Assertion, found)) return refusal('profile', NOT_TAKEN);
  const { $, Issuer, Subject, AuthnStatement } = found.Assertion;
  if (Issuer[0]?._ !== expected.issuer) return refusal('issuer', NOT_TAKEN);
  const confirmed = Subject.flatMap((subject) => subject.SubjectConfirmation)
    .filter((confirmation) => confirmation.$.Method === BEARER)
    .flatMap((confirmation) => confirmation.SubjectConfirmationData ?? [])
    .map((data) => data.$);
  const ours = confirmed.find(({ Recipient }) => Recipient === expected.recipient);
  if (!ours) return refusal('recipient', NOT_TAKEN);
  if (ours['InResponseTo'] !== expected.requestId) return refusal('request', NOT_TAKEN);
  const endsAt = new Date(ours['NotOnOrAfter'] ?? '');
  const [statement] = AuthnStatement;
  const authenticatedAt = new Date(statement?.$.AuthnInstant ?? '');
  if (Number.isNaN(endsAt.getTime()) || Number.isNaN(authenticatedAt.getTime())) {
    return refusal('time', NOT_TAKEN);
  }
  const context = statement?.AuthnContext[0]?.AuthnContextClassRef?.[0]?._ ?? null;
  return { id: $.ID, endsAt, authenticatedAt, context };
}
