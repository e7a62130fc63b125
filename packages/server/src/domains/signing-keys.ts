import { createPrivateKey } from 'node:crypto';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { SigningKey } from '../mime/index.ts';
import { ensureKeys } from './ensure-keys.ts';
import { keyContext } from './new-key.ts';

interface Opened {
  /** The ids of the keys: a new, switched or retired key is another version. */
  readonly version: string;
  readonly keys: readonly SigningKey[];
}

/** As long as an organization's keys are in use, so are these; nothing else keeps them. */
const opened = new WeakMap<OrganizationKeys, Map<string, Opened>>();

/**
 * What signs for a domain: the newest active key of each algorithm, RSA first; made when there is
 * none. One small query; private keys are opened and parsed once for each version.
 */
export async function signingKeys(
  db: Database | Tx,
  keys: OrganizationKeys,
  domain: string,
): Promise<readonly SigningKey[]> {
  const active = await ensureKeys(db, keys, domain);
  const version = active.map(({ id }) => id).join(' ');
  const domains = opened.get(keys) ?? new Map<string, Opened>();
  opened.set(keys, domains);
  const known = domains.get(domain);
  if (known?.version === version) return known.keys;
  const rows = await db
    .selectFrom('dkim_keys')
    .select(['id', 'selector', 'algorithm', 'private_key_sealed'])
    .where('organization_id', '=', keys.organizationId)
    .where(
      'id',
      'in',
      active.map(({ id }) => id),
    )
    .execute();
  const signing = active.flatMap(({ id }) => {
    const row = rows.find((one) => one.id === id);
    if (!row) return [];
    const key = keys.open(row.private_key_sealed, keyContext(id));
    const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    return [{ domain, selector: row.selector, algorithm: row.algorithm, privateKey }];
  });
  domains.set(domain, { version, keys: signing });
  return signing;
}
