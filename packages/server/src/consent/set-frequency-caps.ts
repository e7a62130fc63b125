import { STREAMS } from '@postern/core/consent';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { type Caps, type FrequencyCaps, frequencyCaps } from './frequency-caps.ts';

export type CapsSet =
  | { readonly kind: 'set'; readonly caps: FrequencyCaps }
  | { readonly kind: 'stale'; readonly current: FrequencyCaps };

/**
 * Sets how many messages of each stream one person gets at most. It holds for the very next message,
 * also of campaigns that run. `version` is the one that was looked at.
 */
export async function setFrequencyCaps(
  tx: Tx,
  organizationId: string,
  caps: Caps,
  version: number,
): Promise<CapsSet> {
  // the first time there is no row of theirs to wait at
  await sql`select from organizations where id = ${organizationId} for no key update`.execute(tx);
  const current = await frequencyCaps(tx, organizationId);
  if (current.version !== version) return { kind: 'stale', current };
  const set = { version: version + 1 };
  await tx
    .insertInto('frequency_caps')
    .values(
      STREAMS.map((stream) => {
        // without a limit the period says nothing
        const { most, period } = caps[stream] ?? { most: null, period: 'week' as const };
        return { organization_id: organizationId, stream, most, period, ...set };
      }),
    )
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'stream']).doUpdateSet((eb) => ({
        most: eb.ref('excluded.most'),
        period: eb.ref('excluded.period'),
        ...set,
      })),
    )
    .execute();
  return { kind: 'set', caps: { ...caps, ...set } };
}
