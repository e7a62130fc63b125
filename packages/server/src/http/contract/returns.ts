import { RETURN_CLASSES } from '@postern/core/returns';
import {
  Id,
  IdParams,
  nullable,
  object,
  PageQuery,
  page,
  route,
  Time,
  Type,
  words,
} from './common.ts';

const ReturnClass = words(RETURN_CLASSES);
const Person = nullable(
  object({ contactId: Id, name: Type.String(), email: nullable(Type.String()) }),
);

const ReturnedMail = object({
  id: Id,
  receivedAt: Time,
  class: ReturnClass,
  /** By what it was recognised: 'dsn', 'feedback', 'text', 'auto_reply', 'mdn', 'none'. */
  form: Type.String(),
  /** False for a notice of delay: it may still arrive. */
  counts: Type.Boolean(),
  /** Enhanced status code, RFC 3463. */
  status: nullable(Type.String()),
  /** In the other side's words, without addresses and names; in ours where they gave none. */
  reason: Type.String(),
  remoteMta: nullable(Type.String()),
  provider: nullable(Type.String()),
  size: Type.Integer(),
  /** What followed: 'suppressed', 'opted_out', 'settled', 'counted', 'address_changed', 'provider_stopped'. */
  acted: Type.Array(Type.String()),
  campaignId: nullable(Id),
  person: Person,
});

export const listReturnedMail = route({
  method: 'GET',
  url: '/delivery/returned-mail',
  tag: 'delivery',
  summary: 'Mail that came back, newest first',
  permission: 'people:read',
  query: object({ ...PageQuery, class: Type.Optional(ReturnClass) }),
  response: { 200: page(ReturnedMail) },
});

export const readReturnedMail = route({
  method: 'GET',
  url: '/delivery/returned-mail/{id}',
  tag: 'delivery',
  summary: 'The message itself, as it came; of a large one the first 256 KB',
  permission: 'people:read',
  params: IdParams,
  response: {
    200: object({
      /** Null: it was deleted after 90 days. */
      source: nullable(Type.String()),
      size: Type.Integer(),
      whole: Type.Boolean(),
    }),
  },
});

export const takeInMail = route({
  method: 'POST',
  url: '/delivery/returned-mail',
  tag: 'delivery',
  summary:
    'Hand in a bounce or complaint that came elsewhere: JSON with its source, or message/rfc822',
  permission: 'contacts:write',
  idempotent: true,
  body: object({ source: Type.String({ minLength: 1, maxLength: 4_000_000 }) }),
  response: {
    201: object({
      /** Null for a message that was known: nothing happens twice. */
      id: nullable(Id),
      class: nullable(ReturnClass),
      acted: Type.Array(Type.String()),
    }),
  },
});

const Suppression = object({
  id: Id,
  reason: words(['hard_bounce', 'soft_bounces', 'complaint', 'by_hand'] as const),
  detail: nullable(Type.String()),
  since: Time,
  /** Null for an address that is on nobody's file: only a keyed hash of it is kept. */
  person: Person,
});

export const listSuppressions = route({
  method: 'GET',
  url: '/delivery/suppressions',
  tag: 'delivery',
  summary: 'Addresses to which nothing is sent, newest first',
  permission: 'people:read',
  query: object(PageQuery),
  response: { 200: page(Suppression) },
});

export const addSuppression = route({
  method: 'POST',
  url: '/delivery/suppressions',
  tag: 'delivery',
  summary: 'Send nothing to an address any more (in the body: never in a URL)',
  permission: 'contacts:write',
  idempotent: true,
  body: object({ email: Type.String({ minLength: 3, maxLength: 320 }) }),
  response: {
    201: object({
      /** False when nothing was sent to it already. */
      added: Type.Boolean(),
    }),
  },
});

export const releaseSuppression = route({
  method: 'POST',
  url: '/delivery/suppressions/{id}/release',
  tag: 'delivery',
  summary: 'Let an address be written to again',
  permission: 'contacts:write',
  params: IdParams,
  response: { 200: object({ released: Type.Boolean() }) },
});

const Provider = object({
  /** A large provider by its best-known domain, else the recipients' domain. */
  provider: Type.String(),
  accepted: Type.Integer(),
  complaints: Type.Integer(),
  hard: Type.Integer(),
  soft: Type.Integer(),
  policy: Type.Integer(),
  /** Complaints per accepted message, 0 to 1. */
  rate: nullable(Type.Number()),
  verdict: words(['calm', 'alarm', 'stop'] as const),
  /** Since when marketing to it is stopped. */
  stoppedSince: nullable(Time),
});

export const listProviders = route({
  method: 'GET',
  url: '/delivery/providers',
  tag: 'delivery',
  summary: 'By provider, over three days: accepted, complained of, bounced; who is stopped',
  permission: 'delivery:read',
  response: {
    200: object({
      data: Type.Array(Provider),
      /** What to give to providers for their feedback loops; not to be guessed. */
      feedbackAddress: Type.String(),
    }),
  },
});

export const releaseProvider = route({
  method: 'POST',
  url: '/delivery/providers/release',
  tag: 'delivery',
  summary: 'Let marketing to a provider go on; what was before counts no more',
  permission: 'campaigns:send',
  body: object({ provider: Type.String({ minLength: 1, maxLength: 253 }) }),
  response: { 200: object({ released: Type.Boolean() }) },
});
