import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { verifyAudit, verifyEvidence } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import { openFoundation } from '../foundation.ts';
import { listOrganizations } from '../organizations/index.ts';
import { Failure } from './failure.ts';

/**
 * Verifies the ledger of every organization, or of the one whose checkpoint was kept in a file; exit
 * status 1 when one is not intact.
 */
export async function auditVerify(
  config: Config,
  { checkpoint: file }: { checkpoint?: string } = {},
): Promise<void> {
  const kept = file === undefined ? undefined : await readFile(file, 'utf8');
  const foundation = await openFoundation(config, { beside: true });
  try {
    const all = await listOrganizations(foundation.database);
    if (all.length === 0) throw new Failure('There is no organization in this database.');
    // a checkpoint begins with the name of its ledger, which ends in the organization's id
    const of = kept === undefined ? all : all.filter(({ id }) => kept.split('\n')[0]?.endsWith(id));
    if (of.length === 0) {
      throw new Failure('The checkpoint is of no organization in this database.');
    }
    for (const { id, name } of of) {
      const keys = await foundation.keyring.of(id);
      const found = await verifyAudit(
        foundation.database,
        keys,
        kept === undefined ? {} : { checkpoint: kept },
      );
      process.stdout.write(`${name}: ${found.sentence}\n`);
      if (!found.intact) process.exitCode = 1;
    }
  } finally {
    await foundation.close();
  }
}

/** Verifies a file of exported evidence, without a database; exit status 1 when it is not intact. */
export async function auditVerifyExport(path: string, { key }: { key?: string }): Promise<void> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  const found = await verifyEvidence(lines, key);
  process.stdout.write(`${found.sentence}\n`);
  if (!found.intact) process.exitCode = 1;
  else if (key === undefined) {
    process.stdout.write(
      `It was signed by ${found.verifierKey}. Compare that with the key you were given, or name it with --key.\n`,
    );
  }
}
