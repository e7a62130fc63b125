import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { answer, api } from '../api/client.ts';
import { ProblemError } from '../api/problem.ts';

export const havePasskeys = browserSupportsWebAuthn;

const refused = (detail: string) =>
  new ProblemError({
    type: 'about:blank',
    title: 'The passkey was not used',
    status: 0,
    detail,
    code: 'passkey',
  });

/** What a browser says when no passkey came of it, in a sentence. */
function faultOf(error: unknown): ProblemError {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') {
    return refused('This device has a passkey for you already. Use another device, or that one.');
  }
  if (name === 'SecurityError') {
    return refused('Passkeys work under the address of this Postern alone, and over https.');
  }
  return refused('It was cancelled, took too long, or there is none here. Try again.');
}

const isRequest = (options: object): options is PublicKeyCredentialRequestOptionsJSON =>
  'challenge' in options && typeof options.challenge === 'string';
const isCreation = (options: object): options is PublicKeyCredentialCreationOptionsJSON =>
  isRequest(options) && 'user' in options && 'rp' in options;

/** Asks the browser for a passkey, and answers what it says, for the server. */
export async function askPasskey() {
  const optionsJSON: object = await answer(api.POST('/api/v1/session/passkey/options'));
  if (!isRequest(optionsJSON)) throw faultOf(null);
  const given = await startAuthentication({ optionsJSON }).catch((error: unknown) => {
    throw faultOf(error);
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response;
  return {
    id: given.id,
    rawId: given.rawId,
    type: 'public-key' as const,
    clientExtensionResults: {},
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(userHandle !== undefined && { userHandle }),
    },
  };
}

/** Has the browser make a passkey, and keeps it under this name. */
export async function addPasskey(name: string) {
  const optionsJSON: object = await answer(api.POST('/api/v1/account/passkeys/options'));
  if (!isCreation(optionsJSON)) throw faultOf(null);
  const made = await startRegistration({ optionsJSON }).catch((error: unknown) => {
    throw faultOf(error);
  });
  const { clientDataJSON, attestationObject, transports = [] } = made.response;
  const response = {
    id: made.id,
    rawId: made.rawId,
    type: 'public-key' as const,
    clientExtensionResults: {},
    response: { clientDataJSON, attestationObject, transports },
  };
  return answer(api.POST('/api/v1/account/passkeys', { body: { name, response } }));
}
