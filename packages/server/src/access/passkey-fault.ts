import type { RelyingParty } from './passkey-challenge.ts';

/** What the library found wrong, by its words (W3C WebAuthn Level 3, 7.1 and 7.2), and ours for it. */
const FAULTS: readonly (readonly [found: RegExp, sentence: (party: RelyingParty) => string])[] = [
  [
    /counter value/i,
    () =>
      'This passkey was used elsewhere since: its counter went back, as that of a copy does. It is refused; remove it, and add a new one.',
  ],
  [
    /challenge/i,
    () => 'What the passkey answers to was not asked here, or was answered already; try again.',
  ],
  [
    /origin|RP ID/i,
    ({ origin }) =>
      `The passkey answers for another address than ${origin}. Open Postern there and try again.`,
  ],
  [
    /user (could not be verified|verification|not verified)|not present/i,
    () => 'The passkey did not ask who you are; expected your fingerprint, face or PIN.',
  ],
];

export function passkeyFault(error: unknown, party: RelyingParty): string {
  const words = error instanceof Error ? error.message : '';
  const known = FAULTS.find(([found]) => found.test(words))?.[1];
  return known
    ? known(party)
    : 'The answer of the passkey cannot be read, or its signature is wrong; try again.';
}
