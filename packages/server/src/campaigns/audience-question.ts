import type { SegmentTree } from '@postern/core/segments';
import type { Database, Tx } from '../database/index.ts';
import { templateVersions } from '../templates/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import type { AudienceQuestion } from './judged.ts';
import { loadParts } from './parts.ts';
import { type NotReady, readinessOf } from './readiness.ts';
import { loadSending } from './sending.ts';
import { loadSenderTerms } from './terms.ts';

/** Versions never change, so they are kept parsed. */
const load = templateVersions();

export interface Askable {
  readonly kind: 'askable';
  readonly tree: SegmentTree;
  readonly question: AudienceQuestion;
}

/** What is asked of whom: of a launched campaign as it was frozen, of a draft as it is now. */
export async function audienceQuestion(
  db: Database | Tx,
  organizationId: string,
  campaign: CampaignRow,
  now: Date,
): Promise<Askable | NotReady> {
  const parts = await loadParts(db, organizationId, [campaign]);
  const version = parts.templateOf(campaign)?.version;
  const template =
    campaign.template_id === null || version === undefined
      ? null
      : await load(db, organizationId, campaign.template_id, version);
  const terms = await loadSenderTerms(db, organizationId);
  const { definitions } = parts;
  const { communication, segment_tree: tree, stream } = campaign;
  const sending = await loadSending(db, organizationId, stream, campaign.topic_id);
  if (communication !== null && tree !== null && template !== null) {
    const { processorsUnderBaa } = terms;
    const question = {
      terms,
      stream,
      sending,
      definitions,
      now,
      template,
      communication: { ...communication, processorsUnderBaa },
    };
    return { kind: 'askable', tree, question };
  }
  const ready = readinessOf(campaign, parts, terms);
  if (ready.kind === 'missing') return ready;
  if (template === null) return { kind: 'missing', missing: ['Choose a template.'] };
  const question = {
    terms,
    stream,
    sending,
    definitions,
    now,
    template,
    communication: ready.communication,
  };
  return { kind: 'askable', tree: ready.tree, question };
}
