import { randomBytes } from 'node:crypto';
import type { Tx } from '../../database/index.ts';
import { nextGeneration } from '../custody.ts';
import type { KeyStore } from '../key-store.ts';

/** The last version whose number is free for a key; those above are kept for other forms. */
const LAST = 239;

export type BegunRotation =
  | { readonly kind: 'begun'; readonly version: number }
  | { readonly kind: 'running'; readonly version: number }
  | { readonly kind: 'last' };

/**
 * Begins to change the key that seals an organization's data. Nothing is sealed with the new one yet:
 * first every process hears of it (`advanceRotation`).
 */
export async function beginRotation(
  tx: Tx,
  store: KeyStore,
  organizationId: string,
  now: Date,
): Promise<BegunRotation> {
  // two at once: the second waits here, and then finds the first
  await tx
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const running = await tx
    .selectFrom('key_rotations')
    .select('version')
    .where('organization_id', '=', organizationId)
    .where('state', '<>', 'finished')
    .executeTakeFirst();
  if (running) return { kind: 'running', version: running.version };
  const known = await tx
    .selectFrom('seal_keys')
    .select('version')
    .where('organization_id', '=', organizationId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (known === undefined) {
    const first = { organization_id: organizationId, version: 1, wrapped: null };
    await tx
      .insertInto('seal_keys')
      .values({ ...first, state: 'current' })
      .execute();
  }
  const version = (known?.version ?? 1) + 1;
  if (version > LAST) return { kind: 'last' };
  const wrapped = await store.wrap(randomBytes(32), organizationId);
  await tx
    .insertInto('seal_keys')
    .values({ organization_id: organizationId, version, state: 'announced', wrapped })
    .execute();
  await tx
    .insertInto('key_rotations')
    .values({
      organization_id: organizationId,
      version,
      state: 'announced',
      generation: await nextGeneration(tx),
      total: null,
      barrier: null,
      problem: null,
      started_at: now,
    })
    .execute();
  return { kind: 'begun', version };
}
