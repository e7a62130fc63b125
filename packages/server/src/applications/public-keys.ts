import { importJWK, type JSONWebKeySet, type JWK } from 'jose';

/** Signatures that an assertion may have: none with a shared secret (RFC 8725, 3.2). */
export const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'] as const;
const PRIVATE_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
const MOST_KEYS = 5;

export function isKeySet(given: unknown): given is JSONWebKeySet {
  return (
    typeof given === 'object' && given !== null && 'keys' in given && Array.isArray(given.keys)
  );
}

/** What is wrong with a set of public keys; null: nothing. */
export async function publicKeysFault(given: unknown): Promise<string | null> {
  if (given === null) return null;
  if (!isKeySet(given) || given.keys.length === 0 || given.keys.length > MOST_KEYS) {
    return `Expected a JWK Set with 1 to ${MOST_KEYS} public keys: {"keys": […]}.`;
  }
  for (const [place, key] of given.keys.entries()) {
    const fault = await keyFault(key);
    if (fault !== null) return `Key ${place + 1} ${fault}`;
  }
  return null;
}

async function keyFault(key: JWK): Promise<string | null> {
  if (typeof key !== 'object' || key === null) return 'is no object; expected a JWK.';
  if (PRIVATE_PARTS.some((part) => part in key)) {
    return 'holds a private part. Count it as lost, make another, and give its public part alone.';
  }
  if (key.kty === 'RSA' && (key.n?.length ?? 0) < 342) return 'has fewer than 2048 bits.';
  const algorithm = key.alg ?? (key.kty === 'RSA' ? 'RS256' : undefined);
  try {
    await importJWK(key, algorithm ?? (key.kty === 'OKP' ? 'EdDSA' : 'ES256'));
    return null;
  } catch {
    return 'cannot be read; expected a public key for RS256, PS256, ES256, ES384 or EdDSA.';
  }
}
