import { ABOUTS, GOALS, PARTS } from '@postern/core/campaigns';
import { DRUG_RELATIONS, PAYERS, REMUNERATION_KINDS } from '@postern/core/gate';
import {
  Class,
  Id,
  IdParams,
  Name,
  nullable,
  object,
  PageQuery,
  route,
  Time,
  Type,
  words,
} from './common.ts';
import { PeoplePage } from './contacts.ts';
import { PerMinute, Window } from './shaping.ts';

/** The answers to the short interview; null is "not answered yet". */
export const Interview = object({
  /** What it is about: one of the gate's categories (rules.md). */
  about: nullable(words(ABOUTS)),
  drug: nullable(
    object({
      relation: words(DRUG_RELATIONS),
      lapsedDays: Type.Integer({ minimum: 0, maximum: 36_500 }),
    }),
  ),
  /** Does it encourage anybody to buy or use a product or service? */
  encourages: nullable(Type.Boolean()),
  /** Does anybody pay for it? */
  payment: nullable(words(REMUNERATION_KINDS)),
  /** Who pays: whose product it is, or somebody else. */
  payer: nullable(words(PAYERS)),
  /** False: refuse a segment or message that touches more than contact data. Missing: true. */
  useHealthData: Type.Optional(Type.Boolean()),
});

const Goal = nullable(words(GOALS));

/** How fast, and when, it leaves; null: as the organization's pace says. */
const Pace = object({ perMinute: nullable(PerMinute), window: nullable(Window) });

const Write = object({
  name: Name(120),
  goal: Goal,
  segmentId: nullable(Id),
  templateId: nullable(Id),
  stream: words(['marketing', 'transactional'] as const),
  interview: Interview,
  /** What it is about for whoever left that topic; null: no topic. Missing: as it is. */
  topicId: Type.Optional(nullable(Id)),
  /** Missing: as it is. */
  pace: Type.Optional(Pace),
});

/** audience = sent + refused + suppressed + failed + uncertain + waiting, always. */
export const States = object({
  audience: Type.Integer(),
  sent: Type.Integer(),
  waiting: Type.Integer(),
  refused: Type.Integer(),
  suppressed: Type.Integer(),
  failed: Type.Integer(),
  uncertain: Type.Integer(),
});

export const Campaign = object({
  id: Id,
  ...Write.properties,
  pace: Pace,
  topicId: nullable(Id),
  topicName: nullable(Type.String()),
  segmentName: nullable(Type.String()),
  templateName: nullable(Type.String()),
  state: words(['draft', 'running', 'paused', 'done', 'cancelled'] as const),
  /** What is missing before it can be launched, a sentence each. */
  missing: Type.Array(Type.String()),
  class: Class,
  /** Null while it is a draft, and without `people:read`: the report hides what is small. */
  states: nullable(States),
  perSecond: nullable(Type.Number()),
  secondsLeft: nullable(Type.Number()),
  heldReason: nullable(Type.String()),
  heldUntil: nullable(Time),
  version: Type.Integer(),
  updatedAt: Time,
  launchedAt: nullable(Time),
  finishedAt: nullable(Time),
});

const Part = words(PARTS);

/** The verdict bar: parts add up to the audience; each part's reasons add up to the part. */
export const Review = object({
  audience: Type.Integer(),
  byAuthorization: Type.Integer(),
  parts: Type.Array(
    object({
      part: Part,
      count: Type.Integer(),
      reasons: Type.Array(
        object({
          code: Type.String(),
          count: Type.Integer(),
          sentence: Type.String(),
          citations: Type.Array(Type.String()),
        }),
      ),
    }),
  ),
  /** "Of 812 in the segment, 430 may receive it (112 by authorization), ..." */
  sentence: Type.String(),
  /** What the gate was asked, in plain words, for the companion text. */
  asked: Type.Array(Type.String()),
  profile: words(['law', 'strict'] as const),
});

const byId = { params: IdParams };

export const listCampaigns = route({
  method: 'GET',
  url: '/campaigns',
  tag: 'campaigns',
  summary: 'Campaigns, newest first',
  permission: null,
  query: object(PageQuery),
  response: { 200: object({ data: Type.Array(Campaign), nextCursor: nullable(Type.String()) }) },
});

export const createCampaign = route({
  method: 'POST',
  url: '/campaigns',
  tag: 'campaigns',
  summary: 'Begin a campaign; everything but its name may be empty',
  permission: 'campaigns:write',
  idempotent: true,
  body: Write,
  response: { 201: Campaign },
});

export const getCampaign = route({
  method: 'GET',
  url: '/campaigns/{id}',
  tag: 'campaigns',
  summary: 'One campaign with its state sums',
  permission: null,
  ...byId,
  response: { 200: Campaign },
});

export const updateCampaign = route({
  method: 'PUT',
  url: '/campaigns/{id}',
  tag: 'campaigns',
  summary: 'Change a draft (If-Match: its version)',
  permission: 'campaigns:write',
  ...byId,
  body: Write,
  response: { 200: Campaign },
});

export const reviewCampaign = route({
  method: 'GET',
  url: '/campaigns/{id}/review',
  tag: 'campaigns',
  summary: 'Ask the gate for everybody in the segment, without sending',
  permission: 'people:read',
  ...byId,
  response: { 200: Review },
});

export const reviewEvents = route({
  method: 'GET',
  url: '/campaigns/{id}/review/events',
  tag: 'campaigns',
  summary:
    'A review that is kept current, as server-sent events until the client goes: each `data` has `progress` (judged of audience; null at rest), `review` (the last one that is complete, or null), `at` (as of when) and `missing` (what the draft lacks). It is made anew when something was recorded that may change a verdict',
  permission: 'people:read',
  ...byId,
  response: { 200: Type.String({ description: 'text/event-stream' }) },
});

export const reviewPeople = route({
  method: 'GET',
  url: '/campaigns/{id}/review/people',
  tag: 'campaigns',
  summary: 'The people behind a figure of the review',
  permission: 'people:read',
  ...byId,
  query: object({
    ...PageQuery,
    part: Type.Optional(Part),
    code: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  response: { 200: PeoplePage },
});

const act = (verb: 'launch' | 'pause' | 'resume' | 'cancel', summary: string) =>
  route({
    method: 'POST',
    url: `/campaigns/{id}/${verb}`,
    tag: 'campaigns',
    summary,
    permission: 'campaigns:send',
    idempotent: true,
    ...byId,
    response: { 200: Campaign },
  });

export const launchCampaign = act('launch', 'Freeze the audience and begin to send');
export const pauseCampaign = act('pause', 'Stop handing over messages; what is in flight ends');
/** What was held, for lack of a check or by hand, goes out by this. */
export const resumeCampaign = { ...act('resume', 'Go on'), reauth: true } as const;
export const cancelCampaign = act('cancel', 'End it; who is still waiting gets nothing');

export const campaignEvents = route({
  method: 'GET',
  url: '/campaigns/{id}/events',
  tag: 'campaigns',
  summary: 'Progress as server-sent events: each `data` is a Campaign',
  permission: null,
  ...byId,
  response: { 200: Type.String({ description: 'text/event-stream' }) },
});

export const campaignWaiting = route({
  method: 'GET',
  url: '/campaigns/{id}/waiting',
  tag: 'campaigns',
  summary: 'For what the people of a campaign that is on wait, and until when',
  permission: null,
  ...byId,
  response: {
    200: object({
      reasons: Type.Array(
        object({
          /** `pace`: nothing in particular; receivers are given as much at a time as they like. */
          kind: words([
            'window',
            'deferred',
            'provider',
            'receiver',
            'warm_up',
            'rate',
            'pace',
          ] as const),
          /** How many wait for this; null where it cannot be told, and without `people:read`. */
          people: nullable(Type.Integer()),
          sentence: Type.String(),
          /** The first moment at which one of them has their turn; null when nobody can say. */
          until: nullable(Time),
        }),
      ),
      /** Who waits for one of the reasons without a figure; null without `people:read`. */
      others: nullable(Type.Integer()),
    }),
  },
});

export const campaignPeople = route({
  method: 'GET',
  url: '/campaigns/{id}/people',
  tag: 'campaigns',
  summary: 'The people behind a figure of a launched campaign or its report',
  permission: 'people:read',
  ...byId,
  query: object({
    ...PageQuery,
    state: Type.Optional(
      words(['sent', 'waiting', 'refused', 'suppressed', 'failed', 'uncertain'] as const),
    ),
    code: Type.Optional(Type.String({ maxLength: 64 })),
    event: Type.Optional(words(['open', 'click', 'unsubscribe'] as const)),
    link: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  }),
  response: { 200: PeoplePage },
});

/** A figure; null is hidden from those without `people:read`: 1 to 10, or what would tell such a one. */
const Figure = nullable(Type.Integer());

export const Report = object({
  campaign: Campaign,
  states: object({
    audience: Figure,
    sent: Figure,
    waiting: Figure,
    refused: Figure,
    suppressed: Figure,
    failed: Figure,
    uncertain: Figure,
  }),
  /** Those whose figure is hidden are one entry of code `other`. */
  refusals: Type.Array(
    object({
      code: Type.String(),
      sentence: Type.String(),
      citations: Type.Array(Type.String()),
      count: Figure,
    }),
  ),
  funnel: object({
    audience: Figure,
    sent: Figure,
    /** Accepted by the recipient's side, or waiting in the portal with a notice accepted. */
    delivered: Figure,
    /** Of those: over TLS whose other side proved who it is; `unverified` does not count. */
    secured: Figure,
    /** Of those: waiting in the portal, since no TLS was to be had. */
    inPortal: Figure,
    clicked: Figure,
    opened: Figure,
    unsubscribed: Figure,
  }),
  perHour: Type.Array(object({ hour: Time, sent: Figure, opened: Figure, clicked: Figure })),
  links: Type.Array(
    object({ link: Type.Integer(), target: Type.String(), clicks: Figure, people: Figure }),
  ),
  /** Said beside opens: they are weak evidence. */
  note: Type.String(),
});

export const campaignReport = route({
  method: 'GET',
  url: '/campaigns/{id}/report',
  tag: 'campaigns',
  summary: 'Funnel, refusals by reason, per hour and per link',
  permission: null,
  ...byId,
  response: { 200: Report },
});
