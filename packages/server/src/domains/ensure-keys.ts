import type { KeyAlgorithm } from '@postern/core/domains';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { generateKey, storeKey } from './new-key.ts';

/** RSA first: every receiver verifies it. Ed25519 stands beside it (RFC 8463 section 3). */
const ALGORITHMS = ['rsa-sha256', 'ed25519-sha256'] as const;

/** The selectors of keys that we make: `postern1`, `postern1e`, `postern2`, ... */
export function selectorOf(number: number, algorithm: KeyAlgorithm): string {
  return `postern${number}${algorithm === 'rsa-sha256' ? '' : 'e'}`;
}

export interface ActiveKey {
  readonly id: string;
  readonly algorithm: KeyAlgorithm;
}

/** The newest key of each algorithm that signs now, RSA first. */
async function activeKeys(
  db: Database | Tx,
  organizationId: string,
  domain: string,
): Promise<readonly ActiveKey[]> {
  const rows = await db
    .selectFrom('dkim_keys')
    .select(['id', 'algorithm'])
    .where('organization_id', '=', organizationId)
    .where('domain', '=', domain)
    .where('state', '=', 'active')
    .orderBy('id', 'desc')
    .execute();
  return ALGORITHMS.flatMap((algorithm) => rows.find((row) => row.algorithm === algorithm) ?? []);
}

/**
 * The same; a domain that has none that every receiver verifies gets its first: an RSA key, and an
 * Ed25519 key where it has no keys at all (who retired theirs need not have it back). Two at once
 * make one.
 */
export async function ensureKeys(
  db: Database | Tx,
  keys: OrganizationKeys,
  domain: string,
): Promise<readonly ActiveKey[]> {
  const known = await activeKeys(db, keys.organizationId, domain);
  if (known.some(({ algorithm }) => algorithm === 'rsa-sha256')) return known;
  for (const algorithm of known.length === 0 ? ALGORITHMS : (['rsa-sha256'] as const)) {
    const privateKey = await generateKey(algorithm);
    const selector = selectorOf(1, algorithm);
    await storeKey(db, keys, { domain, selector, algorithm, privateKey, state: 'active' });
  }
  return activeKeys(db, keys.organizationId, domain);
}
