import { type DnsRecord, dkimRecord, type KeyAlgorithm } from '@postern/core/domains';
import type { Database, Tx } from '../database/index.ts';

/** A key without its secret. */
export interface DkimKey {
  readonly id: string;
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: KeyAlgorithm;
  readonly publicKey: string;
  /** Pending: it signs once its record is seen in the DNS. */
  readonly state: 'pending' | 'active' | 'retired';
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
  readonly record: DnsRecord;
}

/** All keys of an organization, or of one of its domains, newest first. */
export async function listKeys(
  db: Database | Tx,
  organizationId: string,
  domain: string | null = null,
): Promise<readonly DkimKey[]> {
  let query = db
    .selectFrom('dkim_keys')
    .select([
      'id',
      'domain',
      'selector',
      'algorithm',
      'public_key',
      'state',
      'created_at',
      'retired_at',
    ])
    .where('organization_id', '=', organizationId)
    .orderBy('id', 'desc');
  if (domain !== null) query = query.where('domain', '=', domain);
  const rows = await query.execute();
  return rows.map((row) => {
    const { id, selector, algorithm, state } = row;
    const published = { domain: row.domain, selector, algorithm, publicKey: row.public_key };
    const times = { createdAt: row.created_at, retiredAt: row.retired_at };
    return { id, ...published, state, ...times, record: dkimRecord(published) };
  });
}

/** What the sandbox verifies signatures with: the TXT record at `name` has to read `value`. */
export interface DkimRecord {
  readonly domain: string;
  readonly selector: string;
  readonly name: string;
  readonly value: string;
}

/** The records of all keys of an organization, newest first. */
export async function dkimRecords(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly DkimRecord[]> {
  const keys = await listKeys(db, organizationId);
  return keys.map(({ domain, selector, record }) => ({
    domain,
    selector,
    name: record.name,
    value: record.value,
  }));
}
