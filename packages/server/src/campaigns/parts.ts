import type { Known, SegmentTree } from '@postern/core/segments';
import { listTopics, type Topic } from '../consent/index.ts';
import { loadDefinitions, type NumberedDefinition } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { listSegments, loadKnown, type SavedSegment } from '../segments/index.ts';
import { type TemplateFacts, templateFacts } from '../templates/index.ts';
import type { CampaignRow } from './campaign-row.ts';

/** What campaigns are made of, loaded once for all of them. */
export interface Parts {
  readonly definitions: readonly NumberedDefinition[];
  /** What segments may name. */
  readonly known: Known;
  /** The segment; null when none is chosen, or it was deleted. */
  segmentOf(campaign: CampaignRow): SavedSegment | null;
  /** The version that launch froze, else the newest; null when none is chosen, or it was deleted. */
  templateOf(campaign: CampaignRow): TemplateFacts | null;
  /** Null when it has none. */
  topicOf(campaign: CampaignRow): Topic | null;
  /** What selects the audience: as it was at launch, else as the segment says now. */
  treeOf(campaign: CampaignRow): SegmentTree | null;
}

export async function loadParts(
  db: Database | Tx,
  organizationId: string,
  campaigns: readonly CampaignRow[],
): Promise<Parts> {
  const definitions = await loadDefinitions(db, organizationId);
  const frozen = campaigns.map((campaign) => campaign.segment_tree);
  const known = await loadKnown(db, organizationId, frozen);
  const saved = await listSegments(db, organizationId);
  const segments = new Map(saved.map((segment) => [segment.id, segment]));
  const facts = await templateFacts(
    db,
    organizationId,
    campaigns.map(({ template_id: id, template_version: version }) => ({ id, version })),
  );
  const named = await listTopics(db, organizationId);
  const topics = new Map(named.map((topic) => [topic.id, topic]));
  const templates = new Map(campaigns.map(({ id }, place) => [id, facts[place]]));
  const segmentOf = (campaign: CampaignRow) => segments.get(campaign.segment_id ?? '') ?? null;
  return {
    definitions,
    known,
    segmentOf,
    templateOf: (campaign) => templates.get(campaign.id) ?? null,
    topicOf: (campaign) => topics.get(campaign.topic_id ?? '') ?? null,
    treeOf: (campaign) => campaign.segment_tree ?? segmentOf(campaign)?.tree ?? null,
  };
}
