import { sql } from 'kysely';
import { listOrganizations } from '../organizations/index.ts';
import type { HygieneDeps } from './deps.ts';
import { versionOf } from './look.ts';
import { lookOver } from './look-over.ts';

/** Domains die while nobody writes to contacts. */
const AT_LEAST_EVERY = 7 * 86_400_000;

/** Looks over the contacts of all organizations where any were written since, or a week went by. */
export async function lookOverAll(deps: HygieneDeps, signal: AbortSignal): Promise<void> {
  for (const { id } of await listOrganizations(deps.database)) {
    if (signal.aborted) return;
    if (await isDue(deps, id)) await lookOver(deps, id, signal);
  }
}

async function isDue({ database, now }: HygieneDeps, organizationId: string): Promise<boolean> {
  const long = new Date(now().getTime() - AT_LEAST_EVERY);
  const { rows } = await sql`
    select from hygiene_looks
    where organization_id = ${organizationId} and state = 'done'
      and version = ${versionOf(organizationId)} and started_at > ${long}`.execute(database);
  return rows.length === 0;
}

/** Organizations whose look was interrupted, to be queued again. */
export async function brokenLooks({
  database,
}: Pick<HygieneDeps, 'database'>): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('hygiene_looks')
    .select('organization_id')
    .where('state', '=', 'running')
    .execute();
  return rows.map((row) => row.organization_id);
}
