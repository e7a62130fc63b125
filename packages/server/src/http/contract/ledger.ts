import { Day, Id, IdParams, nullable, object, route, Time, Type } from './common.ts';
import { Authorization } from './contacts.ts';

const ShownText = object({
  /** Where it stood: 'unsubscribe', 'unencrypted_warning', ... */
  kind: Type.String(),
  language: Type.String(),
  version: Type.Integer(),
  body: Type.String(),
});

const LedgerEvent = object({
  id: Id,
  /** When it took effect. */
  at: Time,
  /** The calendar day, where a file gave a day and no time: to be shown in place of `at`. */
  day: nullable(Day),
  /** When it was written down. */
  recordedAt: Time,
  /** Written down only after the moment that was asked about: it was not on file then. */
  recordedLater: Type.Boolean(),
  kind: Type.String(),
  sentence: Type.String(),
  source: Type.String(),
  sourceWords: Type.String(),
  /** Who recorded it, in words. */
  actor: Type.String(),
  /** What they were shown before they chose. */
  shown: nullable(ShownText),
  /** A line each; empty where none was kept. */
  evidence: Type.Array(object({ name: Type.String(), value: Type.String() })),
  /** Numbers of the entries of the audit that tell of it. */
  audit: Type.Array(Type.Integer()),
});

export const consentLedger = route({
  method: 'GET',
  url: '/contacts/{id}/consent',
  tag: 'contacts',
  summary: 'Every event of a contact’s consent; with `at`, what was on file at that moment',
  permission: 'people:read',
  params: IdParams,
  query: object({ at: Type.Optional(Time) }),
  response: {
    200: object({
      contactId: Id,
      at: Time,
      deletedAt: nullable(Time),
      /** What stood in the way of messages at that moment, a sentence each. */
      standing: Type.Array(Type.String()),
      authorizations: Type.Array(Authorization),
      /** Newest first. */
      events: Type.Array(LedgerEvent),
      /** What to read out before somebody may prefer unencrypted mail. */
      warning: Type.String(),
    }),
  },
});

export const consentLetter = route({
  method: 'GET',
  url: '/contacts/{id}/consent/letter',
  tag: 'contacts',
  summary: 'The whole ledger of a person in plain words, for that person, as an HTML page',
  permission: 'people:export',
  params: IdParams,
  response: { 200: Type.String({ description: 'text/html' }) },
});

export const consentEvidence = route({
  method: 'GET',
  url: '/contacts/{id}/consent/evidence',
  tag: 'contacts',
  summary: 'The whole ledger of a person as evidence: a JSON object a line (NDJSON)',
  permission: 'people:export',
  params: IdParams,
  response: { 200: Type.String({ description: 'application/x-ndjson' }) },
});

export const restrictionRequests = route({
  method: 'GET',
  url: '/restriction-requests',
  tag: 'contacts',
  summary:
    'Who asked for a restriction and has no answer yet, the longest waiting first: ids alone',
  permission: 'people:read',
  response: {
    200: object({
      /** Of all of them; the first twenty are listed. */
      total: Type.Integer(),
      data: Type.Array(object({ contactId: Id, askedAt: Time })),
    }),
  },
});

export const deleteContact = route({
  method: 'DELETE',
  url: '/contacts/{id}',
  tag: 'contacts',
  summary: 'Delete what is known of a contact; what they refused outlives it, under keyed hashes',
  permission: 'contacts:delete',
  params: IdParams,
  response: {
    200: object({
      /** Until when what they allowed, refused and signed is kept, 45 CFR 164.530(j)(2). */
      keptUntil: nullable(Day),
    }),
  },
});
