import type { SegmentTree } from '@postern/core/segments';
import type { Database, Tx } from '../database/index.ts';
import type { CampaignRow } from './campaign-row.ts';
import type { AudienceQuestion } from './judge-members.ts';
import { loadParts } from './parts.ts';
import { type NotReady, readinessOf } from './readiness.ts';
import { loadSenderTerms } from './terms.ts';

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
  const terms = await loadSenderTerms(db, organizationId);
  const { definitions } = parts;
  const { communication, segment_tree: tree } = campaign;
  if (communication !== null && tree !== null) {
    const { processorsUnderBaa } = terms;
    const question = {
      terms,
      definitions,
      now,
      communication: { ...communication, processorsUnderBaa },
    };
    return { kind: 'askable', tree, question };
  }
  const ready = readinessOf(campaign, parts, terms);
  if (ready.kind === 'missing') return ready;
  const question = { terms, definitions, now, communication: ready.communication };
  return { kind: 'askable', tree: ready.tree, question };
}
