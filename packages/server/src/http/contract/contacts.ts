import {
  Day,
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
import { SaidConsent } from './consent-facts.ts';

/** A value as the definition's type says: text, code and date as string; list as strings. */
export const Value = Type.Union([
  Type.String(),
  Type.Number(),
  Type.Boolean(),
  Type.Array(Type.String()),
]);

/** One row of a list of people. */
export const Person = object({
  id: Id,
  name: Type.String(),
  email: nullable(Type.String()),
  recordNumber: nullable(Type.String()),
  updatedAt: Time,
});

const ConsentEntry = object({
  id: Id,
  at: Time,
  /** The calendar day, where a file gave a day and no time: to be shown in place of `at`. */
  day: nullable(Day),
  source: Type.String(),
  sourceWords: Type.String(),
  /** 'authorization_signed', 'opted_out', ... */
  kind: Type.String(),
  /** In plain words: "Opted out of marketing". */
  sentence: Type.String(),
});

export const Authorization = object({
  id: Id,
  kinds: Type.Array(Type.String()),
  signedOn: nullable(Day),
  /** "until March 4, 2027", "until “left the practice”", "no expiry". */
  expiry: Type.String(),
  /** For at least one of its kinds. */
  valid: Type.Boolean(),
  /** Why it is not valid, a sentence each; of a valid one, what keeps it from others of its kinds. */
  defects: Type.Array(Type.String()),
  informationScope: Type.String(),
  revokedAt: nullable(Time),
});

export const ContactDetail = object({
  id: Id,
  name: Type.String(),
  /** By attribute key; only what is known. */
  values: Type.Record(Type.String(), Value),
  /** Keys of the attributes above the viewer's class, whether or not anything is known of them. */
  locked: Type.Array(Type.String()),
  createdAt: Time,
  updatedAt: Time,
  /** Records of the same person that were merged into this one, oldest first. */
  merged: Type.Array(object({ id: Id, mergedAt: Time, mergedBy: Id })),
  standing: object({
    optOuts: Type.Array(Type.String()),
    restriction: Type.Boolean(),
    confidentialCommunication: nullable(Type.String()),
    deceased: Type.Boolean(),
    /** All of it in words, with topics, streams, how often and in which language. */
    sentences: Type.Array(Type.String()),
    /** Nothing is sent to the address on file, and why; null where it is not so. */
    suppressed: nullable(
      object({
        reason: words(['hard_bounce', 'soft_bounces', 'complaint', 'by_hand'] as const),
        detail: nullable(Type.String()),
        since: Time,
      }),
    ),
  }),
  authorizations: Type.Array(Authorization),
  consent: Type.Array(ConsentEntry),
});

export const listContacts = route({
  method: 'GET',
  url: '/contacts',
  tag: 'contacts',
  summary: 'Contacts, newest first',
  permission: 'people:read',
  query: object(PageQuery),
  response: {
    200: object({
      data: Type.Array(Person),
      nextCursor: nullable(Type.String()),
      total: Type.Integer(),
    }),
  },
});

export const searchContacts = route({
  method: 'POST',
  url: '/contacts/search',
  tag: 'contacts',
  summary: 'Find by exact email, phone or record number (in the body: never in a URL)',
  permission: 'people:read',
  body: object({ text: Type.String({ minLength: 1, maxLength: 320 }) }),
  response: { 200: object({ data: Type.Array(Person) }) },
});

export const getContact = route({
  method: 'GET',
  url: '/contacts/{id}',
  tag: 'contacts',
  summary:
    'One contact: attributes, standing, authorizations, consent; of one that was merged, the other',
  permission: 'people:read',
  params: IdParams,
  response: { 200: ContactDetail },
});

export const contactHistory = route({
  method: 'GET',
  url: '/contacts/{id}/history',
  tag: 'contacts',
  summary: 'What was sent or refused, opened and clicked, newest first',
  permission: 'people:read',
  params: IdParams,
  response: {
    200: object({
      data: Type.Array(
        object({
          at: Time,
          kind: words([
            'accepted',
            'refused',
            'suppressed',
            'failed',
            'uncertain',
            'open',
            'click',
            'unsubscribe',
            'read',
            'bounce',
            'complaint',
            'auto_reply',
          ] as const),
          campaignId: Id,
          campaignName: Type.String(),
          sentence: Type.String(),
          citations: Type.Array(Type.String()),
        }),
      ),
    }),
  },
});

export const recordConsent = route({
  method: 'POST',
  url: '/contacts/{id}/consent',
  tag: 'contacts',
  summary: 'Record what the person said or signed; takes effect for the next message',
  permission: 'contacts:write',
  idempotent: true,
  params: IdParams,
  body: SaidConsent,
  response: { 201: ContactDetail },
});

/** How a message left, or why it has not yet. */
const Delivery = object({
  /** `portal`: it waits there, and a notice went out in its place. */
  way: words(['mail', 'portal'] as const),
  /** The mail server; null where none was reached. */
  host: nullable(Type.String()),
  peer: nullable(Type.String()),
  tls: nullable(
    object({
      protocol: Type.String(),
      cipher: Type.String(),
      verified: words([
        'public_authorities',
        'private_authority',
        'sandbox_authority',
        'mta_sts',
        'dane',
        'unverified',
      ] as const),
      /** How it was verified, in words. */
      sentence: Type.String(),
    }),
  ),
  /** The server's last words, without what may name a person; ours, without codes, where it said none. */
  said: nullable(
    object({
      code: nullable(Type.Integer()),
      enhanced: nullable(Type.String()),
      text: Type.String(),
    }),
  ),
  deferrals: Type.Integer(),
  /** Before when it is not tried (again); null when nothing more is tried. */
  againAt: nullable(Time),
});

/** People behind a figure: in a campaign, a segment or a review. */
export const PersonInCampaign = object({
  contactId: Id,
  name: Type.String(),
  email: nullable(Type.String()),
  /** The state or verdict they are in. */
  state: Type.String(),
  code: nullable(Type.String()),
  reason: Type.String(),
  citations: Type.Array(Type.String()),
  at: nullable(Time),
  tls: nullable(Type.String()),
  /** Null in a review, and where nothing was tried. */
  delivery: nullable(Delivery),
});
export const PeoplePage = page(PersonInCampaign);
