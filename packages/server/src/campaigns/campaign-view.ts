import type { CampaignState, Goal, Interview, States, Stream } from '@postern/core/campaigns';
import { classOf as classOfSegment, neutralLabel, revealingName } from '@postern/core/segments';
import { classOf as classOfTemplate } from '@postern/core/templates';
import { mostSensitive, type Sensitivity } from '@postern/core/values';
import type { Database, Tx } from '../database/index.ts';
import type { SavedSegment } from '../segments/index.ts';
import { type CampaignPace, paceOf } from './campaign-pace.ts';
import type { CampaignRow } from './campaign-row.ts';
import { loadParts, type Parts } from './parts.ts';
import { readinessOf } from './readiness.ts';
import { loadProgress, type Progress } from './state-sums.ts';
import { loadSenderTerms, type SenderTerms } from './terms.ts';

/** A campaign as people see it. Times are RFC 3339 UTC. */
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly goal: Goal | null;
  readonly segmentId: string | null;
  readonly templateId: string | null;
  readonly stream: Stream;
  readonly interview: Interview;
  readonly pace: CampaignPace;
  readonly topicId: string | null;
  readonly topicName: string | null;
  readonly segmentName: string | null;
  /** What the segment is called where its name would tell too much. */
  readonly segmentLabel: string | null;
  /** The name of the segment by itself tells of an illness. */
  readonly segmentNameTells: boolean;
  readonly templateName: string | null;
  readonly state: CampaignState;
  /** What is missing before a draft can be launched, a sentence each. */
  readonly missing: readonly string[];
  readonly class: {
    readonly sensitivity: Sensitivity;
    readonly causedBy: string;
    readonly causedByLabel: string;
  } | null;
  /** Null while it is a draft. */
  readonly states: States | null;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly heldReason: string | null;
  readonly heldUntil: string | null;
  readonly version: number;
  readonly updatedAt: string;
  readonly launchedAt: string | null;
  readonly finishedAt: string | null;
}

/** The rows with all that is derived: names, class, what is missing, where the audience stands. */
export async function viewCampaigns(
  db: Database | Tx,
  organizationId: string,
  rows: readonly CampaignRow[],
  now: Date,
): Promise<readonly Campaign[]> {
  if (rows.length === 0) return [];
  const parts = await loadParts(db, organizationId, rows);
  const terms = await loadSenderTerms(db, organizationId);
  const progress = await loadProgress(db, organizationId, rows, now);
  return rows.map((row) => view(row, parts, terms, progress.get(row.id)));
}

export async function viewCampaign(
  db: Database | Tx,
  organizationId: string,
  row: CampaignRow,
  now: Date,
): Promise<Campaign> {
  const [campaign] = await viewCampaigns(db, organizationId, [row], now);
  return campaign as Campaign;
}

function view(
  row: CampaignRow,
  parts: Parts,
  terms: SenderTerms,
  progress: Progress | undefined,
): Campaign {
  const segment = parts.segmentOf(row);
  const readiness = row.state === 'draft' ? readinessOf(row, parts, terms) : null;
  return {
    id: row.id,
    name: row.name,
    goal: row.goal as Goal | null,
    segmentId: row.segment_id,
    templateId: row.template_id,
    stream: row.stream,
    interview: row.interview,
    pace: paceOf(row),
    topicId: row.topic_id,
    topicName: parts.topicOf(row)?.name ?? null,
    segmentName: segment?.name ?? null,
    segmentLabel: segment && neutralLabel(segment),
    segmentNameTells: segment !== null && nameTells(segment, parts),
    templateName: parts.templateOf(row)?.name ?? null,
    state: row.state,
    missing: readiness?.kind === 'missing' ? readiness.missing : [],
    class: classOfCampaign(row, parts),
    states: progress?.states ?? null,
    perSecond: progress?.perSecond ?? null,
    secondsLeft: progress?.secondsLeft ?? null,
    heldReason: row.held_reason,
    heldUntil: row.held_until?.toISOString() ?? null,
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
    launchedAt: row.launched_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** The highest that segment or template touch, and the attribute that causes it. */
export function classOfCampaign(row: CampaignRow, parts: Parts): Campaign['class'] {
  const tree = parts.treeOf(row);
  const template = parts.templateOf(row);
  const most = mostSensitive(
    [
      tree === null ? null : classOfSegment(tree, parts.definitions, parts.known),
      template === null ? null : classOfTemplate(template.fields, parts.definitions),
    ].filter((one) => one !== null),
  );
  if (most === null) return null;
  const cause = parts.definitions.find(({ key }) => key === most.causedBy);
  return { ...most, causedByLabel: cause?.label ?? most.causedBy };
}

const nameTells = ({ name, tree }: SavedSegment, { definitions, known }: Parts): boolean =>
  revealingName(name, tree, definitions, known.segments) !== null;
