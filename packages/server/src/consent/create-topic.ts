import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import { type Topic, type TopicWords, topicOf } from './topic.ts';

/** Everybody is in a new topic until they leave it. Throws where its name is taken: `isNameTaken`. */
export async function createTopic(
  tx: Tx,
  organizationId: string,
  { name, description }: TopicWords,
  now: Date,
): Promise<Topic> {
  const row = await tx
    .insertInto('topics')
    .values({
      organization_id: organizationId,
      id: v7(),
      name: name.trim(),
      description: description.trim(),
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return topicOf(row);
}
