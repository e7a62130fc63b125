import { communicationOf } from '@postern/core/campaigns';
import type { Communication } from '@postern/core/gate';
import {
  attributesOf,
  checkTree,
  classOf,
  inlined,
  type SegmentTree,
} from '@postern/core/segments';
import { deletedFields } from '@postern/core/templates';
import type { Sensitivity } from '@postern/core/values';
import type { TemplateFacts } from '../templates/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import type { Parts } from './parts.ts';
import type { SenderTerms } from './terms.ts';

/** A draft from which nothing is missing: what launch would freeze. */
export interface Ready {
  readonly kind: 'ready';
  /** With what other segments say in the place of their names: it stays so when they change. */
  readonly tree: SegmentTree;
  readonly template: TemplateFacts;
  readonly communication: Communication;
}

export interface NotReady {
  readonly kind: 'missing';
  /** A sentence each, in the order in which a campaign is made. */
  readonly missing: readonly string[];
}

/** Can this draft be launched, as segment, template and settings are now? */
export function readinessOf(
  campaign: CampaignRow,
  parts: Parts,
  terms: SenderTerms,
): Ready | NotReady {
  const missing: string[] = [];
  const tree = readSegment(campaign, parts, missing);
  const template = readTemplate(campaign, parts, missing);
  checkTopic(campaign, parts, missing);
  const answer = communicationOf(
    campaign.interview,
    campaign.stream,
    {
      segment: tree === null ? [] : classesOfTree(tree, parts),
      template: classesOf(template?.fields.map(({ key }) => key) ?? [], parts),
    },
    terms.processorsUnderBaa,
  );
  if (!answer.communication) missing.push(...answer.missing);
  else if (answer.communication.commercial && !terms.hasPostalAddress) {
    missing.push('Enter your postal address in the settings: commercial mail has to show it.');
  }
  const { communication } = answer;
  if (missing.length > 0 || !tree || !template || !communication)
    return { kind: 'missing', missing };
  return { kind: 'ready', tree, template, communication };
}

function readSegment(campaign: CampaignRow, parts: Parts, missing: string[]): SegmentTree | null {
  const segment = parts.segmentOf(campaign);
  if (segment === null) {
    missing.push(
      campaign.segment_id === null
        ? 'Choose a segment.'
        : 'The segment was deleted: choose another one.',
    );
    return null;
  }
  const { definitions, known } = parts;
  const { tree, problems } = checkTree(segment.tree, definitions, known, segment);
  if (tree) return inlined(tree, known.segments);
  const sentences = new Set(problems.map(({ sentence }) => sentence));
  missing.push(
    ...[...sentences].map((one) => `The segment “${segment.name}” cannot be used: ${one}`),
  );
  return null;
}

function readTemplate(
  campaign: CampaignRow,
  parts: Parts,
  missing: string[],
): TemplateFacts | null {
  const template = parts.templateOf(campaign);
  if (template === null) {
    missing.push(
      campaign.template_id === null
        ? 'Choose a template.'
        : 'The template was deleted: choose another one.',
    );
    return null;
  }
  const deleted = deletedFields(template.fields, parts.definitions);
  for (const key of deleted) {
    const label = template.fields.find((field) => field.key === key)?.label ?? key;
    missing.push(
      `The template “${template.name}” uses the attribute “${label}”, which was deleted.`,
    );
  }
  return deleted.length > 0 ? null : template;
}

function checkTopic(campaign: CampaignRow, parts: Parts, missing: string[]): void {
  if (campaign.topic_id === null) return;
  const topic = parts.topicOf(campaign);
  if (topic !== null && topic.archivedAt === null) return;
  const which = topic === null ? 'The topic is not known' : `The topic “${topic.name}” is archived`;
  missing.push(`${which}: choose another one, or none.`);
}

/** Those of its attributes, and of the campaigns and authorizations that it asks about. */
function classesOfTree(tree: SegmentTree, parts: Parts): Sensitivity[] {
  const whole = classOf(tree, parts.definitions, parts.known);
  return [...classesOf(attributesOf(tree), parts), ...(whole ? [whole.sensitivity] : [])];
}

/** As the attributes are classed today. What nobody has defined could be anything. */
function classesOf(keys: readonly string[], { definitions }: Parts): Sensitivity[] {
  const byKey = new Map(definitions.map(({ key, sensitivity }) => [key, sensitivity]));
  return keys.map((key) => byKey.get(key) ?? 'part2');
}
