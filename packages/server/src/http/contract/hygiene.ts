import { FINDINGS, REASONS, SURETIES } from '@postern/core/hygiene';
import { Id, nullable, object, PageQuery, page, route, Time, Type, words } from './common.ts';
import { Person, Value } from './contacts.ts';

const Look = object({
  state: words(['running', 'done', 'failed'] as const),
  step: words(['contacts', 'domains', 'pairs'] as const),
  /** Of the step: buckets of contacts, domains or pairs. */
  done: Type.Integer(),
  total: Type.Integer(),
  contacts: Type.Integer(),
  /** Domains of which nobody could say whether they take mail: that counts against nobody. */
  domainsUnknown: Type.Integer(),
  /** False: mail goes into the sandbox alone, and no name server was asked. */
  domainsAsked: Type.Boolean(),
  startedAt: Time,
  finishedAt: nullable(Time),
});

const Hygiene = object({
  /** Null: nobody has looked yet. */
  look: nullable(Look),
  pairs: object({ sure: Type.Integer(), likely: Type.Integer(), possible: Type.Integer() }),
  findings: object({
    impossible: Type.Integer(),
    no_mail: Type.Integer(),
    role: Type.Integer(),
    disposable: Type.Integer(),
  }),
});

const Likeness = {
  reasons: Type.Array(words(REASONS)),
  surety: words(SURETIES),
};

/** Ids of two contacts, in whatever order. */
const Two = object({ one: Id, other: Id });

const Record = object({
  ...Person.properties,
  /** By attribute key, up to the viewer's class. */
  values: Type.Record(Type.String(), Value),
  createdAt: Time,
});

const FindingParams = object({ finding: words(FINDINGS) });

export const getHygiene = route({
  method: 'GET',
  url: '/hygiene',
  tag: 'hygiene',
  summary: 'What the last look at all contacts found, and how far one is that is under way',
  permission: 'people:read',
  response: { 200: Hygiene },
});

export const startHygiene = route({
  method: 'POST',
  url: '/hygiene/look',
  tag: 'hygiene',
  summary: 'Look over all contacts, as a job',
  permission: 'contacts:write',
  response: { 202: object({ queued: Type.Boolean() }) },
});

export const listDuplicates = route({
  method: 'GET',
  url: '/hygiene/duplicates',
  tag: 'hygiene',
  summary: 'Pairs of records that may be one person, about which nobody has decided',
  permission: 'people:read',
  query: object({ ...PageQuery, surety: Type.Optional(words(SURETIES)) }),
  response: { 200: page(object({ one: Person, other: Person, ...Likeness })) },
});

export const compareDuplicates = route({
  method: 'POST',
  url: '/hygiene/duplicates/compare',
  tag: 'hygiene',
  summary: 'Two records side by side, and what one record of both would say',
  permission: 'people:read',
  body: Two,
  response: {
    200: object({
      one: Record,
      other: Record,
      ...Likeness,
      /** What stays where nobody chooses: lists are put together. */
      merged: Type.Record(Type.String(), Value),
      /** Keys of attributes above the viewer's class, whether or not anything is known. */
      locked: Type.Array(Type.String()),
    }),
  },
});

export const mergeDuplicates = route({
  method: 'POST',
  url: '/hygiene/duplicates/merge',
  tag: 'hygiene',
  summary: 'Make one record of two; the stricter of what both allowed and refused holds',
  permission: 'contacts:write',
  idempotent: true,
  body: object({
    /** The record that stays. */
    into: Id,
    from: Id,
    /** By attribute: whose value stays. Of the rest it is the default. */
    values: Type.Record(Type.String({ maxLength: 64 }), words(['into', 'from'] as const)),
    /** When each was last changed as it was shown: what changed since is to be looked at again. */
    intoUpdatedAt: Time,
    fromUpdatedAt: Time,
  }),
  response: { 201: object({ id: Id }) },
});

export const keepDuplicatesApart = route({
  method: 'POST',
  url: '/hygiene/duplicates/apart',
  tag: 'hygiene',
  summary: 'Say that two records are two people: they are not shown again',
  permission: 'contacts:write',
  body: Two,
  response: { 200: object({ apart: Type.Boolean() }) },
});

export const findingPeople = route({
  method: 'GET',
  url: '/hygiene/addresses/{finding}/people',
  tag: 'hygiene',
  summary: 'Whose address is of this kind',
  permission: 'people:read',
  params: FindingParams,
  query: object(PageQuery),
  response: { 200: page(Person) },
});

export const suppressFinding = route({
  method: 'POST',
  url: '/hygiene/addresses/{finding}/suppress',
  tag: 'hygiene',
  summary:
    'End the writing to the next 500 addresses of this kind; ask again until there is no cursor',
  permission: 'contacts:write',
  params: FindingParams,
  body: object({ cursor: nullable(Id) }),
  response: { 200: object({ suppressed: Type.Integer(), nextCursor: nullable(Id) }) },
});

export const segmentOfHygiene = route({
  method: 'POST',
  url: '/hygiene/segments',
  tag: 'hygiene',
  summary: 'Make a segment of those whose address is of a kind, or who have not engaged for months',
  permission: 'segments:write',
  idempotent: true,
  body: Type.Union([
    object({ of: words(FINDINGS) }),
    object({
      of: Type.Literal('unengaged'),
      /** Of 30 days each. */
      months: Type.Integer({ minimum: 1, maximum: 60 }),
    }),
  ]),
  response: { 201: object({ id: Id }) },
});
