import type { Database, Tx } from '../database/index.ts';
import { newestVersions, type SavedTemplate, savedTemplate } from './saved-template.ts';

/** The template at its newest version; null when there is none of this id, or it was deleted. */
export async function getTemplate(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<SavedTemplate | null> {
  const row = await newestVersions(db, organizationId).where('t.id', '=', id).executeTakeFirst();
  return row ? savedTemplate(row) : null;
}
