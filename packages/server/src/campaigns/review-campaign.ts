import { asked, type ReviewFigures, reviewTally } from '@postern/core/campaigns';
import type { Profile } from '@postern/core/gate';
import { ledgerMark } from '../audit/index.ts';
import { suppressedContacts } from '../consent/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { compileQuestion, membersIn, walkSegment } from '../segments/index.ts';
import { audienceQuestion } from './audience-question.ts';
import { findCampaign } from './campaign-row.ts';
import { judgeMembers } from './judge-members.ts';
import { reachReader } from './reach.ts';
import type { NotReady } from './readiness.ts';

export interface Review extends ReviewFigures {
  /** What the gate was asked, in plain words. */
  readonly asked: readonly string[];
  readonly profile: Profile;
}

export type Reviewed =
  /** `mark`: how far the ledger was (`ledgerMark`). */
  | { readonly kind: 'reviewed'; readonly review: Review; readonly mark: number }
  | NotReady
  | { readonly kind: 'unknown' };

export interface ReviewOptions {
  /** Ends it early: nobody waits for it any more. It throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told now and then how many were asked about, of how many. */
  readonly onProgress?: (judged: number, audience: number) => void;
}

/**
 * Asks the gate for everybody in the segment, without sending: all at one instant, a batch at a
 * time, so that the audience can be as large as it likes.
 */
export async function reviewCampaign(
  db: Database,
  keys: OrganizationKeys,
  id: string,
  now: Date,
  { signal, onProgress }: ReviewOptions = {},
): Promise<Reviewed> {
  const { organizationId } = keys;
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const campaign = await findCampaign(tx, organizationId, id);
      if (campaign === null) return { kind: 'unknown' };
      const ask = await audienceQuestion(tx, organizationId, campaign, now);
      if (ask.kind === 'missing') return ask;
      const compiled = await compileQuestion(tx, { keys, ...audienceOf(ask, now) });
      if (compiled.kind === 'refused') return segmentRefused(compiled.problems);
      const dead = await suppressedContacts(tx, organizationId, ask.question.stream);
      const reach = await reachReader(tx, keys, ask.question);
      const mark = await ledgerMark(tx, organizationId);
      const audience = onProgress ? (await membersIn(tx, compiled.segment)).count : 0;
      let judged = 0;
      const tally = reviewTally();
      for await (const pages of walkSegment(tx, compiled.segment, { also: reach.also })) {
        const members = pages.flatMap((page) => reach.of(page));
        for (const { outcome } of await judgeMembers(tx, keys, members, ask.question, dead)) {
          tally.add(outcome);
        }
        judged += members.length;
        onProgress?.(judged, audience);
        signal?.throwIfAborted();
      }
      const { communication, terms } = ask.question;
      const review = {
        ...tally.figures(),
        asked: asked(communication),
        profile: terms.profile,
      };
      return { kind: 'reviewed', review, mark };
    });
}

/** Whom a question is about. The day is UTC's, as it is at launch. */
export function audienceOf(ask: { readonly tree: unknown }, now: Date) {
  return { tree: ask.tree, today: now.toISOString().slice(0, 10), at: now.toISOString() };
}

/** A launched campaign's tree can name an attribute that was deleted since. */
export function segmentRefused(problems: readonly { readonly sentence: string }[]): NotReady {
  return { kind: 'missing', missing: problems.map(({ sentence }) => sentence) };
}
