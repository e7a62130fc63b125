import type { Database, Tx } from '../database/index.ts';
import { type Topic, topicOf } from './topic.ts';

/** All topics of an organization, archived ones too, by name. */
export async function listTopics(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly Topic[]> {
  const rows = await db
    .selectFrom('topics')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy((eb) => eb.fn('lower', ['name']))
    .orderBy('id')
    .execute();
  return rows.map(topicOf);
}
