import { type Part, placeOf } from '@postern/core/campaigns';
import { suppressedContacts } from '../consent/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import {
  compileQuestion,
  cursorOf,
  isBehind,
  placeBehind,
  walkSegment,
} from '../segments/index.ts';
import { audienceQuestion } from './audience-question.ts';
import { findCampaign } from './campaign-row.ts';
import { judgeMembers } from './judge-members.ts';
import { named, type PageRequest, type PeoplePage, type PersonInCampaign } from './people.ts';
import { reachReader } from './reach.ts';
import type { NotReady } from './readiness.ts';
import { audienceOf, segmentRefused } from './review-campaign.ts';

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
  const after = cursor === null ? null : placeBehind(cursor);
  if (cursor !== null && after === null) return { kind: 'bad-cursor' };
  const compiled = await compileQuestion(db, question);
  if (compiled.kind === 'refused') return segmentRefused(compiled.problems);
  const dead = await suppressedContacts(db, organizationId, ask.question.stream);
  const reach = await reachReader(db, keys, ask.question);
  const found: { person: Omit<PersonInCampaign, 'name' | 'email'>; cursor: string }[] = [];
  const walk = walkSegment(db, compiled.segment, { also: reach.also, from: after?.bucket ?? 0 });
  // one more than is asked for tells whether there is another page
  for await (const pages of walk) {
    const members = pages
      .flatMap((page) => reach.of(page))
      .filter((member) => after === null || isBehind(member, after));
    const judged = await judgeMembers(db, keys, members, ask.question, dead);
    judged.forEach(({ contactId, outcome }, index) => {
      const member = members[index];
      const place = placeOf(outcome);
      if (member === undefined) return;
      if (part !== undefined && place.part !== part) return;
      if (code !== undefined && place.code !== code) return;
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
    });
    if (found.length > limit) break;
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
