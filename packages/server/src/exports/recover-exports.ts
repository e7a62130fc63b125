import type { Database } from '../database/index.ts';
import type { ExportRef } from './deps.ts';

/** The files that were being made when Postern ended, of all organizations, so that a job can be queued for each. */
export async function recoverExports({
  database,
}: {
  readonly database: Database;
}): Promise<readonly ExportRef[]> {
  const rows = await database
    .selectFrom('exports')
    .select(['organization_id as organizationId', 'id as exportId'])
    .where('state', '=', 'running')
    .execute();
  return rows;
}
