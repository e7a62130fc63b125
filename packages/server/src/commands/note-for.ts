import type { Action, AuditSubject } from '@postern/core/audit';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import type { Foundation } from '../foundation.ts';
import { listOrganizations } from '../organizations/index.ts';

/** What was done at the command line, in the ledger of the organization. */
export async function noteFor(
  { database, keyring, now }: Pick<Foundation, 'database' | 'keyring' | 'now'>,
  organizationId: string,
  action: Action,
  subject: AuditSubject,
): Promise<void> {
  const keys = await keyring.of(organizationId);
  await inTransaction(database, (tx) =>
    appendAudit(tx, keys, { actor: 'system', action, subject }, now()),
  );
}

/** In the ledger of each: what concerns them all. */
export async function noteForAll(
  foundation: Pick<Foundation, 'database' | 'keyring' | 'now'>,
  action: Action,
  subject: AuditSubject,
): Promise<void> {
  for (const { id } of await listOrganizations(foundation.database)) {
    await noteFor(foundation, id, action, subject);
  }
}
