import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import type { TlsOutcome } from './tls-result-of.ts';

/** Connections of one kind on one day. */
export interface TlsRow extends TlsOutcome {
  readonly organizationId: string;
  /** 'YYYY-MM-DD', UTC: RFC 8460 section 4.1. */
  readonly day: string;
  /** The recipients' domain. */
  readonly policyDomain: string;
  readonly count: number;
}

/**
 * Adds to the daily figures. Rows of one kind are added up first, and written in one order, so that
 * two writers never wait for each other.
 */
export async function recordTlsResults(
  database: Database | Tx,
  rows: readonly TlsRow[],
): Promise<void> {
  const sums = new Map<string, TlsRow>();
  for (const row of rows) {
    const { organizationId, day, policyDomain, policyType, mxHost, result } = row;
    const key = [organizationId, day, policyDomain, policyType, mxHost, result].join(' ');
    sums.set(key, { ...row, count: row.count + (sums.get(key)?.count ?? 0) });
  }
  if (sums.size === 0) return;
  const keys = [...sums.keys()].toSorted();
  const values = keys.flatMap((key) => sums.get(key) ?? []);
  const column = <K extends keyof TlsRow>(name: K) => sql.val(values.map((row) => row[name]));
  await sql`
    insert into tls_results as known
      (organization_id, day, policy_domain, policy_type, mx_host, result_type, count)
    select * from unnest(
      ${column('organizationId')}::uuid[], ${column('day')}::date[],
      ${column('policyDomain')}::text[], ${column('policyType')}::text[],
      ${column('mxHost')}::text[], ${column('result')}::text[], ${column('count')}::bigint[])
    on conflict (organization_id, day, policy_domain, policy_type, mx_host, result_type)
      do update set count = known.count + excluded.count`.execute(database);
}
