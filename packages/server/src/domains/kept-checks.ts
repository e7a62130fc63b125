import type { DnsRecord, DomainCheck, StreamName } from '@postern/core/domains';
import type { Database, Tx } from '../database/index.ts';

export interface KeptCheck extends DomainCheck {
  readonly checkedAt: Date;
}

/** What the last look-ups about a stream found; empty when there was none since it was changed. */
export async function loadChecks(
  db: Database | Tx,
  organizationId: string,
  stream: StreamName,
): Promise<readonly KeptCheck[]> {
  const rows = await db
    .selectFrom('domain_checks')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('stream', '=', stream)
    .orderBy('kind')
    .orderBy('subject')
    .execute();
  return rows.map(({ kind, subject, state, sentence, records, checked_at }) => ({
    kind,
    subject,
    state,
    sentence,
    records: records as readonly DnsRecord[],
    checkedAt: checked_at,
  }));
}
