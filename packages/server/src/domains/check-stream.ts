import type { DomainCheck, StreamName } from '@postern/core/domains';
import { appendAudit } from '../audit/index.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import { type DkimKey, listKeys } from './dkim-keys.ts';
import type { DomainDeps } from './domain-deps.ts';
import { ensureKeys } from './ensure-keys.ts';
import { findRecords } from './find-records.ts';
import { loadStream } from './streams.ts';
import { loadWayOut } from './way-out.ts';

interface StreamRef {
  readonly organizationId: string;
  readonly stream: StreamName;
  /** Who asked: a user's id, or 'system'. */
  readonly actor: string;
}

/**
 * Asks the DNS about a stream and keeps what it says, with the time. A pending key whose record is
 * there begins to sign, and the one before it retires: until then the old one signs.
 */
export async function checkStream(
  deps: DomainDeps,
  { organizationId, stream: name, actor }: StreamRef,
): Promise<readonly DomainCheck[]> {
  const { database, keyring } = deps;
  const organizationKeys = await keyring.of(organizationId);
  const stream = await loadStream(database, organizationId, name);
  await ensureKeys(database, organizationKeys, stream.domain);
  const keys = await listKeys(database, organizationId, stream.domain);
  const wayOut = await loadWayOut(database, organizationId);
  const checks = await findRecords(deps, { stream, keys, wayOut });
  await inTransaction(database, async (tx) => {
    // what was found of settings that were changed meanwhile is of no use
    const now = await loadStream(tx, organizationId, name);
    if (now.version !== stream.version) return;
    await keepChecks(tx, { organizationId, stream: name, checks, at: deps.now() });
    for (const key of keys.filter((one) => isSeen(one, checks))) {
      if (!(await switchTo(tx, organizationId, key, deps.now()))) continue;
      const subject = { keyId: key.id, algorithm: key.algorithm };
      const entry = { actor, action: 'domain.key_switched', subject } as const;
      await appendAudit(tx, organizationKeys, entry, deps.now());
    }
  });
  return checks;
}

const isSeen = ({ state, selector }: DkimKey, checks: readonly DomainCheck[]) =>
  state === 'pending' &&
  checks.some((one) => one.kind === 'dkim' && one.subject === selector && one.state === 'ok');

interface Kept {
  readonly organizationId: string;
  readonly stream: StreamName;
  readonly checks: readonly DomainCheck[];
  readonly at: Date;
}

async function keepChecks(tx: Tx, { organizationId, stream, checks, at }: Kept): Promise<void> {
  await tx
    .deleteFrom('domain_checks')
    .where('organization_id', '=', organizationId)
    .where('stream', '=', stream)
    .execute();
  const rows = checks.map(({ kind, subject, state, sentence, records }) => ({
    organization_id: organizationId,
    stream,
    kind,
    subject,
    state,
    sentence,
    records: JSON.stringify(records),
    checked_at: at,
  }));
  // two checks at once find the same
  await tx
    .insertInto('domain_checks')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function switchTo(
  tx: Tx,
  organizationId: string,
  { id, domain, algorithm }: DkimKey,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('dkim_keys')
    .set({ state: 'active' })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await tx
    .updateTable('dkim_keys')
    .set({ state: 'retired', retired_at: at })
    .where('organization_id', '=', organizationId)
    .where('domain', '=', domain)
    .where('algorithm', '=', algorithm)
    .where('state', '=', 'active')
    .where('id', '!=', id)
    .execute();
  return true;
}
