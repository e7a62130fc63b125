import { limitsFor, type Receiver, receiverTable, suffixProblem } from '@postern/core/shaping';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** A row of the table; version 0: as built in, nobody changed it. */
export type ListedReceiver = Receiver & { readonly version: number };

export type PutReceiver =
  | { readonly kind: 'saved'; readonly receiver: ListedReceiver }
  | { readonly kind: 'stale'; readonly current: ListedReceiver }
  | { readonly kind: 'invalid'; readonly sentence: string };

const columns = [
  'suffix',
  'label',
  'connections',
  'messages_per_connection as messagesPerConnection',
  'per_second as perSecond',
  'tls_required as tlsRequired',
] as const;

/** The built-in table with the organization's rows in their places, most exact first. */
export async function listReceivers(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly ListedReceiver[]> {
  const own = await db
    .selectFrom('receivers')
    .select([...columns, 'version'])
    .where('organization_id', '=', organizationId)
    .execute();
  const versions = new Map(own.map(({ suffix, version }) => [suffix, version]));
  return receiverTable(own).map((receiver) => ({
    ...receiver,
    version: versions.get(receiver.suffix) ?? 0,
  }));
}

/** The table for all organizations of this installation: where they differ, the more careful figure. */
export async function loadReceiverTable(db: Database | Tx): Promise<readonly Receiver[]> {
  const rows = await db
    .selectFrom('receivers')
    .select(columns)
    .orderBy('organization_id')
    .execute();
  const bySuffix = new Map<string, Receiver>();
  for (const row of rows) {
    const known = bySuffix.get(row.suffix);
    bySuffix.set(row.suffix, known === undefined ? row : moreCareful(known, row));
  }
  return receiverTable([...bySuffix.values()]);
}

/** Whether nothing goes to the site in clear, by what anybody of this installation has written. */
export async function requiresTls(db: Database | Tx, site: string): Promise<boolean> {
  return limitsFor(site, [], await loadReceiverTable(db)).tlsRequired;
}

function moreCareful(one: Receiver, other: Receiver): Receiver {
  return {
    ...one,
    connections: Math.min(one.connections, other.connections),
    messagesPerConnection: Math.min(one.messagesPerConnection, other.messagesPerConnection),
    perSecond: Math.min(one.perSecond, other.perSecond),
    tlsRequired: one.tlsRequired || other.tlsRequired,
  };
}

/** Writes a row that is still at `version`; 0: in place of a built-in one, or a new one. */
export async function putReceiver(
  tx: Tx,
  organizationId: string,
  receiver: Receiver,
  version: number,
  now: Date,
): Promise<PutReceiver> {
  const sentence = suffixProblem(receiver.suffix);
  if (sentence !== null) return { kind: 'invalid', sentence };
  const values = {
    label: receiver.label.trim(),
    connections: receiver.connections,
    messages_per_connection: receiver.messagesPerConnection,
    per_second: receiver.perSecond,
    tls_required: receiver.tlsRequired,
    updated_at: now,
  };
  const saved =
    version === 0
      ? await tx
          .insertInto('receivers')
          .values({ organization_id: organizationId, suffix: receiver.suffix, ...values })
          .onConflict((conflict) => conflict.doNothing())
          .returning([...columns, 'version'])
          .executeTakeFirst()
      : await tx
          .updateTable('receivers')
          .set({ ...values, version: sql<number>`version + 1` })
          .where('organization_id', '=', organizationId)
          .where('suffix', '=', receiver.suffix)
          .where('version', '=', version)
          .returning([...columns, 'version'])
          .executeTakeFirst();
  if (saved) return { kind: 'saved', receiver: saved };
  return { kind: 'stale', current: await current(tx, organizationId, receiver) };
}

/** Takes a row away, so that the built-in one counts again; null when there was none. */
export async function deleteReceiver(
  tx: Tx,
  organizationId: string,
  suffix: string,
  version: number,
): Promise<
  { readonly kind: 'deleted' } | { readonly kind: 'stale'; readonly current: ListedReceiver } | null
> {
  const own = () =>
    tx
      .selectFrom('receivers')
      .where('organization_id', '=', organizationId)
      .where('suffix', '=', suffix);
  const { numDeletedRows } = await tx
    .deleteFrom('receivers')
    .where('organization_id', '=', organizationId)
    .where('suffix', '=', suffix)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numDeletedRows > 0n) return { kind: 'deleted' };
  const row = await own()
    .select([...columns, 'version'])
    .executeTakeFirst();
  return row ? { kind: 'stale', current: row } : null;
}

/** As it is listed now; one that somebody deleted meanwhile is at version 0. */
async function current(tx: Tx, organizationId: string, sent: Receiver): Promise<ListedReceiver> {
  const listed = await listReceivers(tx, organizationId);
  return listed.find(({ suffix }) => suffix === sent.suffix) ?? { ...sent, version: 0 };
}
