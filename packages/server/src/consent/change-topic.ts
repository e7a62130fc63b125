import { validate } from 'uuid';
import type { Tx } from '../database/index.ts';
import { type Topic, type TopicWords, topicOf } from './topic.ts';

export type ChangedTopic =
  | { readonly kind: 'changed'; readonly topic: Topic }
  /** Somebody else changed it meanwhile; `current` is what they made of it. */
  | { readonly kind: 'stale'; readonly current: Topic }
  | { readonly kind: 'archived' }
  | { readonly kind: 'unknown' };

/** A topic, and the version of it that somebody looked at. */
export interface TopicPlace {
  readonly organizationId: string;
  readonly id: string;
  readonly version: number;
}

/**
 * New words for the same topic: who left it has left it still. Throws where its name is taken:
 * `isNameTaken`.
 */
export function renameTopic(
  tx: Tx,
  place: TopicPlace,
  { name, description }: TopicWords,
  now: Date,
): Promise<ChangedTopic> {
  const words = { name: name.trim(), description: description.trim() };
  return changeTopic(tx, place, { ...words, updated_at: now });
}

/** No campaign can be about it any more; who left it, and what was sent of it, stays on file. */
export function archiveTopic(tx: Tx, place: TopicPlace, now: Date): Promise<ChangedTopic> {
  return changeTopic(tx, place, { archived_at: now, updated_at: now });
}

type Change = { readonly updated_at: Date } & (TopicWords | { readonly archived_at: Date });

async function changeTopic(
  tx: Tx,
  { organizationId, id, version }: TopicPlace,
  change: Change,
): Promise<ChangedTopic> {
  if (!validate(id)) return { kind: 'unknown' };
  const row = await tx
    .updateTable('topics')
    .set({ ...change, version: version + 1 })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('archived_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (row) return { kind: 'changed', topic: topicOf(row) };
  const current = await tx
    .selectFrom('topics')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (current === undefined) return { kind: 'unknown' };
  if (current.archived_at !== null) return { kind: 'archived' };
  return { kind: 'stale', current: topicOf(current) };
}
