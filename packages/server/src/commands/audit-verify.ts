import { verifyAudit } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import { openFoundation } from '../foundation.ts';
import { listOrganizations } from '../organizations/index.ts';
import { Failure } from './failure.ts';

/** Verifies the ledger of every organization; exit status 1 when one is not intact. */
export async function auditVerify(config: Config): Promise<void> {
  const foundation = await openFoundation(config, { beside: true });
  try {
    const all = await listOrganizations(foundation.database);
    if (all.length === 0) throw new Failure('There is no organization in this database.');
    for (const { id, name } of all) {
      const found = await verifyAudit(foundation.database, await foundation.keyring.of(id));
      process.stdout.write(`${name}: ${found.sentence}\n`);
      if (!found.intact) process.exitCode = 1;
    }
  } finally {
    await foundation.close();
  }
}
