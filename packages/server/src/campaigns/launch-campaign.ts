import { step } from '@postern/core/campaigns';
import type { Tx } from '../database/index.ts';
import { loadWayOut, streamReadiness } from '../domains/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { compileQuestion } from '../segments/index.ts';
import { lockCampaign } from './campaign-row.ts';
import { type Campaign, viewCampaign } from './campaign-view.ts';
import { enterState } from './enter-state.ts';
import { freezeAudience } from './freeze-audience.ts';
import { loadParts } from './parts.ts';
import { type NotReady, type Ready, readinessOf } from './readiness.ts';
import { segmentRefused } from './review-campaign.ts';
import { loadSenderTerms } from './terms.ts';

export type Launched =
  | { readonly kind: 'launched'; readonly campaign: Campaign }
  /** It was launched before, once: nothing was done now. */
  | { readonly kind: 'already'; readonly campaign: Campaign }
  | NotReady
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'unknown' };

/**
 * Freezes the audience, one row for each contact, and what is decided upon; sending begins when the
 * transaction commits. Two at once wait for each other on the campaign's row, so that one freezes.
 *
 * Who may receive it is not decided here: consent can change until the message leaves, so each is
 * asked about at dispatch. Only who has no address is settled at once.
 */
export async function launchCampaign(
  tx: Tx,
  keys: OrganizationKeys,
  id: string,
  now: Date,
): Promise<Launched> {
  const { organizationId } = keys;
  const campaign = await lockCampaign(tx, organizationId, id);
  if (campaign === null) return { kind: 'unknown' };
  const next = step(campaign.state, 'launch');
  if (next.kind === 'refused') return next;
  if (next.kind === 'already') {
    return { kind: 'already', campaign: await viewCampaign(tx, organizationId, campaign, now) };
  }
  const parts = await loadParts(tx, organizationId, [campaign]);
  const ready = readinessOf(campaign, parts, await loadSenderTerms(tx, organizationId));
  if (ready.kind === 'missing') return ready;
  const { kind: transport } = await loadWayOut(tx, organizationId);
  const { missing } = await streamReadiness(tx, organizationId, campaign.stream, transport);
  if (missing.length > 0) return { kind: 'missing', missing };
  const today = now.toISOString().slice(0, 10);
  const at = now.toISOString();
  const asked = await compileQuestion(tx, { keys, tree: ready.tree, today, at });
  if (asked.kind === 'refused') return segmentRefused(asked.problems);
  const audience = await freezeAudience(tx, campaign, asked.segment, now);
  if (audience === 0) {
    return { kind: 'missing', missing: ['Nobody is in the segment: choose another one.'] };
  }
  const launched = await enterState(tx, campaign, next.to, now, {
    ...frozen(ready),
    audience,
    launched_at: now,
  });
  return { kind: 'launched', campaign: await viewCampaign(tx, organizationId, launched, now) };
}

const frozen = ({ communication, tree, template }: Ready) => ({
  communication: JSON.stringify(communication),
  segment_tree: JSON.stringify(tree),
  template_version: template.version,
});
