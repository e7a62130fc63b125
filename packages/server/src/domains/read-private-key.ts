import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type KeyAlgorithm, readKeyText } from '@postern/core/domains';

export type ReadKey =
  | { readonly kind: 'key'; readonly algorithm: KeyAlgorithm; readonly privateKey: KeyObject }
  | { readonly kind: 'unfit'; readonly sentence: string };

/** Verifiers need not read longer ones, RFC 8301 section 3.2. */
const MOST_BITS = 4096;
const LEAST_BITS = 2048;

/** An own private key, as PEM, or the sentence that says what it is instead. */
export function readPrivateKey(text: string): ReadKey {
  const read = readKeyText(text);
  if (read.kind === 'unfit') return read;
  const privateKey = parsed(read.pem);
  if (privateKey === null) {
    return unfit('This calls itself a private key, but cannot be read as one: it is damaged.');
  }
  switch (privateKey.asymmetricKeyType) {
    case 'ed25519':
      return { kind: 'key', algorithm: 'ed25519-sha256', privateKey };
    case 'rsa':
      return readRsa(privateKey);
    case 'ec':
      return unfit(
        'This is an elliptic-curve (EC) key. DKIM knows RSA and Ed25519 keys (RFC 8301, RFC 8463).',
      );
    default:
      return unfit(
        `This is a key of the kind “${privateKey.asymmetricKeyType ?? 'unknown'}”. DKIM knows RSA and Ed25519 keys (RFC 8301, RFC 8463).`,
      );
  }
}

function readRsa(privateKey: KeyObject): ReadKey {
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < LEAST_BITS) {
    return unfit(
      `This RSA key has ${bits} bits. ${bits < 1024 ? 'Receivers ignore signatures below 1024 bits' : 'Keys below 2048 bits can be broken'}: make one of 2048 (RFC 8301, 3.2).`,
    );
  }
  if (bits > MOST_BITS) {
    return unfit(`This RSA key has ${bits} bits. Receivers need not read more than 4096.`);
  }
  return { kind: 'key', algorithm: 'rsa-sha256', privateKey };
}

function parsed(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

const unfit = (sentence: string): ReadKey => ({ kind: 'unfit', sentence });
