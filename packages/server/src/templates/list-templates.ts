import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { newestVersions, type SavedTemplate, savedTemplate } from './saved-template.ts';

/** All templates at their newest versions, by name without regard to case. */
export async function listTemplates(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly SavedTemplate[]> {
  const rows = await newestVersions(db, organizationId)
    .orderBy(sql`lower(t.name)`)
    .orderBy('t.id')
    .execute();
  return rows.map(savedTemplate);
}
