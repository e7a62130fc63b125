import { deleteChunks } from '../contacts/index.ts';
import type { ExchangeDeps, ExchangeRef } from './deps.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * What a crash left: deletes uploads that began more than a day ago and never ended, and answers the
 * files under way, so that a job can be queued for each. Of all organizations.
 */
export async function recoverExchanges({
  database,
  now,
}: Pick<ExchangeDeps, 'database' | 'now'>): Promise<readonly ExchangeRef[]> {
  const rows = await database
    .selectFrom('consent_imports')
    .select(['organization_id', 'id', 'state', 'created_at'])
    .where('state', 'in', ['uploading', 'checking', 'writing'])
    .execute();
  const running: ExchangeRef[] = [];
  for (const { organization_id: organizationId, id: importId, state, created_at } of rows) {
    const ref = { organizationId, importId };
    if (state !== 'uploading') running.push(ref);
    else if (now().getTime() - created_at.getTime() > DAY_MS) {
      await deleteChunks(database, ref);
      await database
        .deleteFrom('consent_imports')
        .where('organization_id', '=', organizationId)
        .where('id', '=', importId)
        .where('state', '=', 'uploading')
        .execute();
    }
  }
  return running;
}
