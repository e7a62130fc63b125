import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** What is asked of the ledger; everything that is given must fit. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  /** Entries that name this contact: who saw or changed them, and what they did themselves. */
  readonly contactId?: string | undefined;
  readonly campaignId?: string | undefined;
  /** From this moment on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface AuditPage {
  /** Only entries below this number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Sealed entries of an organization, newest first. `sealLedger` gives the newest their numbers. */
export function listAudit(
  database: Database,
  organizationId: string,
  filter: AuditFilter,
  page: AuditPage,
) {
  let query = database
    .selectFrom('audit_sealed')
    .select(['sequence', 'id', 'at', 'actor_kind', 'actor', 'action', 'origin', 'purpose', 'mac'])
    .select(sql<string>`subject::text`.as('subject'))
    .where('organization_id', '=', organizationId)
    .orderBy('sequence', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query = query.where('sequence', '<', page.before);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  // as the indexes say it
  if (filter.contactId !== undefined) {
    query = query.where(sql<string>`subject->>'contactId'`, '=', filter.contactId);
  }
  if (filter.campaignId !== undefined) {
    query = query.where(sql<string>`subject->>'campaignId'`, '=', filter.campaignId);
  }
  return query.execute();
}
