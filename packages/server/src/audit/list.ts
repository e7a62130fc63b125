import type { Database } from '../database/index.ts';

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  /** Only entries below this sequence. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Entries of an organization, newest first. */
export function listAudit(database: Database, organizationId: string, filter: AuditFilter) {
  let query = database
    .selectFrom('audit_entries')
    .select(['sequence', 'at', 'actor', 'action', 'subject'])
    .where('organization_id', '=', organizationId)
    .orderBy('sequence', 'desc')
    .limit(filter.limit);
  if (filter.before !== undefined) query = query.where('sequence', '<', filter.before);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor);
  return query.execute();
}
