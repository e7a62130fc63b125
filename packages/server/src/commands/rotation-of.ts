import { appendAudit } from '../audit/index.ts';
import type { Foundation } from '../foundation.ts';
import type { RotationDeps } from '../keys/index.ts';

/** What a change of keys stands on, with its end in the organization's ledger. */
export function rotationOf({
  database,
  keyring,
  keyStore,
  now,
}: Pick<Foundation, 'database' | 'keyring' | 'keyStore' | 'now'>): RotationDeps {
  return {
    database,
    keyring,
    store: keyStore,
    now,
    onFinished: (tx, keys, version) =>
      appendAudit(
        tx,
        keys,
        { actor: 'system', action: 'keys.rotated', subject: { version } },
        now(),
      ),
  };
}
