import { type Part, placeOf } from '@postern/core/campaigns';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { cursorOf, segmentMembers } from '../segments/index.ts';
import { audienceQuestion } from './audience-question.ts';
import { findCampaign } from './campaign-row.ts';
import { judgeMembers } from './judge-members.ts';
import { named, type PageRequest, type PeoplePage, type PersonInCampaign } from './people.ts';
import type { NotReady } from './readiness.ts';
import { audienceOf, segmentRefused } from './review-campaign.ts';

/** How many are asked about at a time, to find those of one part among them. */
const CHUNK = 1_000;

/**
 * The people behind a figure of the review, by `part`, by `code` or both; ordered by bucket and place.
 * Each is judged anew, by the same question as the figure.
 */
export async function reviewPeople(
  db: Database | Tx,
  keys: OrganizationKeys,
  id: string,
  { limit, cursor, part, code }: PageRequest & { readonly part?: Part; readonly code?: string },
  now: Date,
): Promise<PeoplePage | NotReady | { readonly kind: 'unknown' | 'bad-cursor' }> {
  const { organizationId } = keys;
  const campaign = await findCampaign(db, organizationId, id);
  if (campaign === null) return { kind: 'unknown' };
  const ask = await audienceQuestion(db, organizationId, campaign, now);
  if (ask.kind === 'missing') return ask;
  const question = { keys, ...audienceOf(ask, now) };
  const found: { person: Omit<PersonInCampaign, 'name' | 'email'>; cursor: string }[] = [];
  // one more than is asked for tells whether there is another page
  for (let after = cursor; found.length <= limit; ) {
    const chunk = await segmentMembers(db, question, { limit: CHUNK, cursor: after });
    if (chunk.kind === 'bad-cursor') return chunk;
    if (chunk.kind === 'refused') return segmentRefused(chunk.problems);
    const members = new Map(chunk.members.map((member) => [member.id, member]));
    const judged = await judgeMembers(db, keys, chunk.members, ask.question);
    for (const { contactId, outcome } of judged) {
      const member = members.get(contactId);
      const place = placeOf(outcome);
      if (member === undefined) continue;
      if (part !== undefined && place.part !== part) continue;
      if (code !== undefined && place.code !== code) continue;
      const { verdict, reason, citations } = place;
      const person = {
        contactId,
        state: verdict,
        code: place.code,
        reason,
        citations,
        at: null,
        tls: null,
        delivery: null,
      };
      found.push({ person, cursor: cursorOf(member) });
    }
    if (chunk.nextCursor === null) break;
    after = chunk.nextCursor;
  }
  const page = found.slice(0, limit);
  return {
    kind: 'page',
    people: await named(
      db,
      keys,
      page.map(({ person }) => person),
    ),
    nextCursor: found.length > limit ? (page.at(-1)?.cursor ?? null) : null,
  };
}
