import type { Known, KnownSegment } from '@postern/core/segments';
import { listTopics } from '../consent/index.ts';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { knownCampaigns } from './known-campaigns.ts';
import { listSegments } from './list-segments.ts';

/**
 * What trees of an organization may name beside attributes: its segments and topics, and those
 * campaigns that its segments or the `trees` name.
 */
export async function loadKnown(
  db: Database | Tx,
  organizationId: string,
  trees: readonly unknown[] = [],
): Promise<Known> {
  const saved = await listSegments(db, organizationId);
  const segments = new Map<string, KnownSegment>(
    saved.map(({ id, name, tree }) => [id, { name, tree }]),
  );
  const definitions = await loadDefinitions(db, organizationId);
  const named = [...saved.map(({ tree }) => tree), ...trees];
  const campaigns = await knownCampaigns(db, organizationId, named, { segments, definitions });
  const topics = await listTopics(db, organizationId);
  return { segments, campaigns, topics: new Map(topics.map(({ id, name }) => [id, name])) };
}
