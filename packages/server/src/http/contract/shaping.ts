import { Day, Id, Name, nullable, object, route, Time, Type, words } from './common.ts';

const Suffix = Type.String({ minLength: 1, maxLength: 253 });
const PerSecond = Type.Number({ exclusiveMinimum: 0, maximum: 10_000 });

const ReceiverWrite = {
  label: Name(120),
  connections: Type.Integer({ minimum: 1, maximum: 1000 }),
  messagesPerConnection: Type.Integer({ minimum: 1, maximum: 10_000 }),
  /** Messages a second. */
  perSecond: PerSecond,
  tlsRequired: Type.Boolean(),
};

const Receiver = object({
  /** The end of the mail servers' names; `*` is everybody else. */
  suffix: Suffix,
  ...ReceiverWrite,
  /** 0: built in, and as it was. */
  version: Type.Integer(),
});

const SuffixParams = object({ suffix: Suffix });

export const listReceivers = route({
  method: 'GET',
  url: '/delivery/receivers',
  tag: 'delivery',
  summary: 'What receivers like: the built-in table with your rows in their places',
  permission: 'delivery:read',
  response: { 200: object({ data: Type.Array(Receiver) }) },
});

export const putReceiver = route({
  method: 'PUT',
  url: '/delivery/receivers/{suffix}',
  tag: 'delivery',
  summary: 'Write a row (If-Match: its version; "0" for a new one or a built-in)',
  permission: 'delivery:write',
  params: SuffixParams,
  body: object(ReceiverWrite),
  response: { 200: Receiver },
});

export const deleteReceiver = route({
  method: 'DELETE',
  url: '/delivery/receivers/{suffix}',
  tag: 'delivery',
  summary: 'Take your row away, so that the built-in one counts again (If-Match: its version)',
  permission: 'delivery:write',
  params: SuffixParams,
  response: { 204: Type.Null() },
});

const HOLDS = words(['everything', 'marketing'] as const);
/** What the receiver said, scrubbed of whatever may name a person. */
const Reply = {
  rule: Type.String(),
  code: nullable(Type.Integer()),
  enhanced: nullable(Type.String()),
};

const Site = object({
  /** The MX roll-up. */
  site: Type.String(),
  label: Type.String(),
  connections: Type.Integer(),
  /** Marketing messages a second that it gets at most now; 0: suspended. */
  perSecond: Type.Number(),
  fullPerSecond: Type.Number(),
  messages: Type.Integer(),
  lastAt: nullable(Time),
  holds: Type.Array(
    object({
      holds: HOLDS,
      state: words(['suspended', 'slowed'] as const),
      /** When it goes on, or is at its whole pace again. */
      until: Time,
      fraction: Type.Number(),
      since: Time,
      ...Reply,
      reply: Type.String(),
    }),
  ),
});

const SiteEvent = object({
  id: Id,
  site: Type.String(),
  holds: HOLDS,
  kind: words(['suspended', 'slowed', 'recovered', 'released'] as const),
  until: nullable(Time),
  fraction: nullable(Type.Number()),
  ...Reply,
  reply: nullable(Type.String()),
  at: Time,
});

export const listSites = route({
  method: 'GET',
  url: '/delivery/sites',
  tag: 'delivery',
  summary: 'Where mail goes, what holds it back, and what happened lately',
  permission: 'delivery:read',
  response: { 200: object({ data: Type.Array(Site), events: Type.Array(SiteEvent) }) },
});

export const releaseSite = route({
  method: 'POST',
  url: '/delivery/sites/release',
  tag: 'delivery',
  summary: 'Resume now: forget what holds a site back',
  permission: 'delivery:write',
  idempotent: true,
  body: object({ site: Type.String({ minLength: 1, maxLength: 2000 }) }),
  response: { 200: object({ released: Type.Integer() }) },
});

const WarmUpWrite = {
  startedOn: Day,
  /** Messages a day, day by day; after the last there is no limit. */
  plan: Type.Array(Type.Integer({ minimum: 1, maximum: 100_000_000 }), {
    minItems: 1,
    maxItems: 90,
  }),
  enabled: Type.Boolean(),
};

const WarmUp = object({
  /** A sending domain, or one of our own addresses. */
  subject: Type.String(),
  ...WarmUpWrite,
  allowedToday: nullable(Type.Integer()),
  takenToday: Type.Integer(),
  version: Type.Integer(),
});

export const listWarmUps = route({
  method: 'GET',
  url: '/delivery/warm-ups',
  tag: 'delivery',
  summary: 'How new domains and addresses come to be trusted',
  permission: 'delivery:read',
  response: {
    200: object({ data: Type.Array(WarmUp), defaultPlan: Type.Array(Type.Integer()) }),
  },
});

export const putWarmUp = route({
  method: 'PUT',
  url: '/delivery/warm-ups/{subject}',
  tag: 'delivery',
  summary: 'Write a warm-up plan (If-Match: its version; "0" for a new one)',
  permission: 'delivery:write',
  params: object({ subject: Type.String({ minLength: 2, maxLength: 253 }) }),
  body: object(WarmUpWrite),
  response: { 200: WarmUp },
});

/** When mail may leave, by the clock on the recipient's wall; days from Monday (1) to Sunday (7). */
export const Window = object({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
  from: Type.String({ maxLength: 5 }),
  to: Type.String({ maxLength: 5 }),
});
export const PerMinute = Type.Integer({ minimum: 1, maximum: 1_000_000 });

const PaceWrite = {
  /** Marketing messages a minute; null: as fast as receivers like it. */
  perMinute: nullable(PerMinute),
  window: nullable(Window),
  /** IANA; whose clock counts where a recipient's is not known. */
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
};
const OrganizationPace = object({ ...PaceWrite, version: Type.Integer() });

export const getPace = route({
  method: 'GET',
  url: '/delivery/pace',
  tag: 'delivery',
  summary: 'How fast, and when, your marketing leaves',
  permission: null,
  response: { 200: OrganizationPace },
});

export const putPace = route({
  method: 'PUT',
  url: '/delivery/pace',
  tag: 'delivery',
  summary: 'Change the pace (If-Match: its version); transactional mail knows none of it',
  permission: 'delivery:write',
  body: object(PaceWrite),
  response: { 200: OrganizationPace },
});
