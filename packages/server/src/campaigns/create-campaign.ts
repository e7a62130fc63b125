import type { Goal, Interview, Stream } from '@postern/core/campaigns';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import { type CampaignPace, paceColumns } from './campaign-pace.ts';
import { campaignRow } from './campaign-row.ts';
import { type Campaign, viewCampaign } from './campaign-view.ts';

/** What people write of a campaign; everything but the name may be empty. */
export interface CampaignDraft {
  readonly name: string;
  readonly goal: Goal | null;
  readonly segmentId: string | null;
  readonly templateId: string | null;
  readonly stream: Stream;
  readonly interview: Interview;
  /** What people can leave without leaving all else; missing: as it is. */
  readonly topicId?: string | null | undefined;
  /** Missing: as it is. */
  readonly pace?: CampaignPace | undefined;
}

/** Begins a campaign, version 1. `createdBy` is a user, null for what the program makes itself. */
export async function createCampaign(
  db: Database | Tx,
  organizationId: string,
  draft: CampaignDraft & { readonly createdBy: string | null },
  now: Date,
): Promise<Campaign> {
  const row = await db
    .insertInto('campaigns')
    .values({
      organization_id: organizationId,
      id: v7(),
      state: 'draft',
      ...draftColumns(draft),
      created_by: draft.createdBy,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return viewCampaign(db, organizationId, campaignRow(row), now);
}

export function draftColumns(draft: CampaignDraft) {
  return {
    name: draft.name.trim(),
    goal: draft.goal,
    segment_id: draft.segmentId,
    template_id: draft.templateId,
    stream: draft.stream,
    interview: JSON.stringify(draft.interview),
    ...(draft.topicId !== undefined && { topic_id: draft.topicId }),
    ...(draft.pace && paceColumns(draft.pace)),
  };
}
