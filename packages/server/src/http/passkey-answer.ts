import type { Static } from 'typebox';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../access/index.ts';
import type { addPasskey } from './contract/account.ts';
import type { PasskeyAnswer } from './contract/session.ts';

/** The checked body as the library has it: nothing but what is known is handed on. */
export function passkeyAnswerOf(body: Static<typeof PasskeyAnswer>): AuthenticationResponseJSON {
  const { userHandle, ...response } = body.response;
  return {
    id: body.id,
    rawId: body.rawId,
    type: 'public-key',
    clientExtensionResults: {},
    response: { ...response, ...(userHandle !== undefined && { userHandle }) },
  };
}

export function newPasskeyOf(
  body: Static<typeof addPasskey.body>['response'],
): RegistrationResponseJSON {
  const { clientDataJSON, attestationObject, transports = [] } = body.response;
  return {
    id: body.id,
    rawId: body.rawId,
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON, attestationObject, transports },
  };
}
