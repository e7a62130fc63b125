import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '@postern/core/domains';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

export interface NewKey {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: KeyAlgorithm;
  readonly privateKey: KeyObject;
  readonly state: 'pending' | 'active';
}

/** Associated data of a sealed private key. */
export const keyContext = (id: string) => `dkim_keys.private_key:${id}`;

/** RSA of 2048 bits (RFC 8301 section 3.2 asks for 1024 at least and advises 2048), or Ed25519. */
export async function generateKey(algorithm: KeyAlgorithm): Promise<KeyObject> {
  const pair =
    algorithm === 'rsa-sha256'
      ? await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
      : await promisify(generateKeyPair)('ed25519');
  return pair.privateKey;
}

/** Stores a key, sealed; one of the same selector stays as it is. Answers whether it was stored. */
export async function storeKey(
  db: Database | Tx,
  keys: OrganizationKeys,
  { domain, selector, algorithm, privateKey, state }: NewKey,
): Promise<string | null> {
  const id = v7();
  const row = await db
    .insertInto('dkim_keys')
    .values({
      organization_id: keys.organizationId,
      id,
      domain,
      selector,
      algorithm,
      state,
      public_key: publicKeyOf(privateKey),
      private_key_sealed: keys.seal(
        privateKey.export({ type: 'pkcs8', format: 'der' }),
        keyContext(id),
      ),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What `p=` says: SubjectPublicKeyInfo of RSA (RFC 6376, 3.6.1), 32 bytes of Ed25519 (RFC 8463, 4). */
function publicKeyOf(privateKey: KeyObject): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const bytes = privateKey.asymmetricKeyType === 'ed25519' ? spki.subarray(-32) : spki;
  return bytes.toString('base64');
}
