import type { Action } from '@postern/core/audit';
import { recordedSince } from '../audit/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type Review, type Reviewed, reviewCampaign } from './review-campaign.ts';

/** How a review stands that is kept current while somebody looks at it. */
export interface LiveReview {
  /** How many of how many were asked about; null when nobody is being asked about now. */
  readonly progress: { readonly judged: number; readonly audience: number | null } | null;
  /** The last one that is complete; null before it, and while nothing can be reviewed. */
  readonly review: Review | null;
  /** As of when. */
  readonly at: Date | null;
  /** Why there is none, in sentences. */
  readonly missing: readonly string[];
}

/** What changes a verdict: of what people allowed, what is known of them, what is sent and to whom. */
const CHANGING: readonly Action[] = [
  'attribute.created',
  'attribute.deleted',
  'authorization.expired',
  'campaign.changed',
  'campaign.finished',
  'consent.chosen',
  'consent.complained',
  'consent.confirmed',
  'consent.fhir_imported',
  'consent.kept',
  'consent.left',
  'consent.merged',
  'consent.recorded',
  'consent.revoked',
  'consent.unsubscribed',
  'consent_import.written',
  'contact.became_patient',
  'contact.deleted',
  'document.filed',
  'frequency_caps.changed',
  'import.finished',
  'organization.changed',
  'provider.released',
  'provider.stopped',
  'segment.changed',
  'signing.signed',
  'suppression.added',
  'suppression.released',
  'template.changed',
  'topic.archived',
  'topic.changed',
];

const LOOK_MS = 2_000;
/** A review of a million takes seconds of a core: it is made anew after so many times as long. */
const REST = 3;

/**
 * Reviews a campaign, and again whenever something was recorded that may change a verdict. `look` tells
 * how it stands and sees to it that it is current; nothing is done between looks once `signal` ends.
 */
export function liveReview(
  database: Database,
  keys: OrganizationKeys,
  campaignId: string,
  signal: AbortSignal,
  now: () => Date,
): { look(): Promise<LiveReview> } {
  let standing: LiveReview = { progress: null, review: null, at: null, missing: [] };
  let mark = 0;
  let running: Promise<void> | null = null;
  let nextLook = 0;
  let failure: unknown = null;

  const run = async () => {
    const begun = now();
    const audience = standing.review?.audience ?? null;
    standing = { ...standing, progress: { judged: 0, audience } };
    const done: Reviewed = await reviewCampaign(database, keys, campaignId, begun, {
      signal,
      onProgress: (judged, of) => {
        standing = { ...standing, progress: { judged, audience: of } };
      },
    });
    const took = now().getTime() - begun.getTime();
    nextLook = now().getTime() + Math.max(LOOK_MS, REST * took);
    if (done.kind === 'reviewed') {
      mark = done.mark;
      standing = { progress: null, review: done.review, at: begun, missing: [] };
    } else {
      const missing = done.kind === 'missing' ? done.missing : [];
      standing = { progress: null, review: null, at: begun, missing };
    }
  };

  const begin = () => {
    running = run()
      .catch((error: unknown) => {
        if (!signal.aborted) failure = error;
      })
      .finally(() => {
        running = null;
      });
  };

  return {
    async look() {
      if (failure !== null) throw failure;
      if (running === null && standing.at === null) begin();
      else if (running === null && now().getTime() >= nextLook) {
        nextLook = now().getTime() + LOOK_MS;
        if (await recordedSince(database, keys.organizationId, mark, CHANGING)) begin();
      }
      return standing;
    },
  };
}
