import { verifyAudit } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import { openFoundation } from '../foundation.ts';
import { listOrganizations } from '../organizations/index.ts';

/** Verifies the ledger of every organization; exit status 1 when one is not intact. */
export async function auditVerify(config: Config): Promise<void> {
  const foundation = await openFoundation(config, { beside: true });
  try {
    for (const { id, name } of await listOrganizations(foundation.database)) {
      const found = await verifyAudit(foundation.database, await foundation.keyring.of(id));
      process.stdout.write(`${name}: ${found.sentence}\n`);
      if (!found.intact) process.exitCode = 1;
    }
  } finally {
    await foundation.close();
  }
}
