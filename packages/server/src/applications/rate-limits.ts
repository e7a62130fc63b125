import type { Database, Tx } from '../database/index.ts';

/** The subject of a limit that is no role: every application that has none of its own. */
export const APPLICATIONS = 'applications';
/** Where an organization has set nothing. */
export const DEFAULT_LIMITS = { application: 600, person: 6_000 } as const;

/** Calls a minute, by role or `applications`: what the organization has set. */
export async function rateLimits(
  db: Database | Tx,
  organizationId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('rate_limits')
    .select(['subject', 'per_minute'])
    .where('organization_id', '=', organizationId)
    .execute();
  return new Map(rows.map((row) => [row.subject, row.per_minute]));
}

/** Sets all of them in place of those that were. */
export async function setRateLimits(
  tx: Tx,
  organizationId: string,
  limits: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.deleteFrom('rate_limits').where('organization_id', '=', organizationId).execute();
  const rows = [...limits].map(([subject, perMinute]) => ({
    organization_id: organizationId,
    subject,
    per_minute: perMinute,
  }));
  if (rows.length > 0) await tx.insertInto('rate_limits').values(rows).execute();
}

/** The limit of somebody who holds these roles: the widest of them. */
export function limitOfRoles(
  limits: ReadonlyMap<string, number>,
  roles: readonly { readonly id: string }[],
): number {
  return roles.length === 0
    ? DEFAULT_LIMITS.person
    : Math.max(...roles.map(({ id }) => limits.get(id) ?? DEFAULT_LIMITS.person));
}
