import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import { sealLedger } from './seal-ledger.ts';

export interface Sealing {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly now: () => Date;
}

const PAUSE_MS = 1_000;

/**
 * Seals every organization's ledger each second, as long as the product runs; `close` seals once more.
 * What cannot be sealed (its key is not to be had) waits, is said in the log, and holds up nobody else.
 */
export function keepSealed(sealing: Sealing): { close(): Promise<void> } {
  const ending = new AbortController();
  const loop = async () => {
    while (!ending.signal.aborted) {
      await sealAll(sealing);
      await sleep(PAUSE_MS, undefined, { signal: ending.signal }).catch(() => {});
    }
  };
  const running = loop();
  return {
    async close() {
      ending.abort();
      await running;
      await sealAll(sealing);
    },
  };
}

async function sealAll({ database, keyring, log, now }: Sealing): Promise<void> {
  try {
    for (const organizationId of await unsealed(database)) {
      try {
        await sealLedger(database, await keyring.of(organizationId), { wait: false, now: now() });
      } catch (error) {
        log.warn(
          { error, organizationId },
          'The audit ledger could not be sealed; it is tried again',
        );
      }
    }
  } catch (error) {
    log.warn({ error }, 'The audit ledgers could not be looked at; they are again in a second');
  }
}

/** Organizations with entries that wait, or with a chain that is not in a tree yet. */
async function unsealed(database: Database): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('organizations')
    .select('id')
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('audit_pending')
            .select('id')
            .whereRef('audit_pending.organization_id', '=', 'organizations.id')
            .where('held', '=', false),
        ),
        eb.exists(
          eb
            .selectFrom('audit_heads')
            .select('sequence')
            .whereRef('audit_heads.organization_id', '=', 'organizations.id')
            .whereRef('tree_size', '<', 'sequence'),
        ),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}
