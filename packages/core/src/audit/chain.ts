import type { AuditSubject } from './actions.ts';

/** One entry of the ledger, before its hash. `at` is RFC 3339 UTC with milliseconds. */
export interface AuditEntry {
  readonly organizationId: string;
  readonly sequence: number;
  readonly at: string;
  /** A user's id, or 'system', or 'recipient'. */
  readonly actor: string;
  readonly action: string;
  readonly subject: AuditSubject;
}

/**
 * The bytes that an entry's hash covers: one form for one entry, whatever order its keys were
 * written or stored in (jsonb does not keep it).
 */
export function canonical(entry: AuditEntry): string {
  const subject = Object.entries(entry.subject).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { organizationId, sequence, at, actor, action } = entry;
  return JSON.stringify([organizationId, sequence, at, actor, action, subject]);
}
