import type { KeyAlgorithm } from '@postern/core/domains';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type DkimKey, listKeys } from './dkim-keys.ts';
import { ensureKeys, selectorOf } from './ensure-keys.ts';
import { generateKey, storeKey } from './new-key.ts';
import { readPrivateKey } from './read-private-key.ts';

export type KeyDraft =
  | { readonly kind: 'made'; readonly domain: string; readonly algorithm: KeyAlgorithm }
  | {
      readonly kind: 'own';
      readonly domain: string;
      readonly selector: string;
      readonly pem: string;
    };

export type AddedKey =
  | { readonly kind: 'added'; readonly key: DkimKey }
  /** What was pasted is not a key that can sign. */
  | { readonly kind: 'unfit'; readonly sentence: string }
  /** The selector is taken, or a key waits already. */
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * A new key for a domain: pending, so that the old one goes on signing until the DNS shows the new
 * record. One key of an algorithm waits at a time.
 */
export async function addKey(tx: Tx, keys: OrganizationKeys, draft: KeyDraft): Promise<AddedKey> {
  const { domain } = draft;
  await ensureKeys(tx, keys, domain);
  const known = await listKeys(tx, keys.organizationId, domain);
  const read =
    draft.kind === 'own'
      ? readPrivateKey(draft.pem)
      : {
          kind: 'key' as const,
          algorithm: draft.algorithm,
          privateKey: await generateKey(draft.algorithm),
        };
  if (read.kind === 'unfit') return read;
  const { algorithm, privateKey } = read;
  const waiting = known.find((key) => key.algorithm === algorithm && key.state === 'pending');
  if (waiting) {
    const sentence = `The key ${waiting.selector} of ${domain} waits for its record already. Publish that, or drop the key.`;
    return { kind: 'refused', sentence };
  }
  const selector = draft.kind === 'own' ? draft.selector : nextSelector(known, algorithm);
  const id = await storeKey(tx, keys, {
    domain,
    selector,
    algorithm,
    privateKey,
    state: 'pending',
  });
  const key = (await listKeys(tx, keys.organizationId, domain)).find((one) => one.id === id);
  if (key) return { kind: 'added', key };
  const sentence = `${domain} has a key with the selector ${selector} already. Every key has one of its own.`;
  return { kind: 'refused', sentence };
}

function nextSelector(known: readonly DkimKey[], algorithm: KeyAlgorithm): string {
  const numbers = known.map(({ selector }) =>
    Number(/^postern(\d{1,6})e?$/.exec(selector)?.[1] ?? 0),
  );
  return selectorOf(Math.max(0, ...numbers) + 1, algorithm);
}

/** Drops a key that never signed. False when there is none such. */
export async function dropPendingKey(tx: Tx, organizationId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('dkim_keys')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
