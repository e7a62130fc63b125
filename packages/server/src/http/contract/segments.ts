import { CHANNELS, type OptOutScope, STREAMS } from '@postern/core/consent';
import { AUTHORIZATION_KINDS } from '@postern/core/gate';
import { FINDINGS } from '@postern/core/hygiene';
import { DATE_UNITS, EVENT_KINDS, PLAIN_STATES, type SegmentTree } from '@postern/core/segments';
import { CODE_SYSTEMS } from '@postern/core/values';
import {
  Class,
  Day,
  Id,
  IdParams,
  Name,
  nullable,
  object,
  PageQuery,
  page,
  route,
  Time,
  Type,
  words,
} from './common.ts';
import { Person } from './contacts.ts';

const text = Type.String({ maxLength: 500 });
const texts = Type.Array(text, { maxItems: 1000 });
const attribute = Type.String({ maxLength: 64 });
const whole = Type.Integer();
const branch = Type.Ref('SegmentTree');

/**
 * The form of the tree; what fits which attribute is checked in core, with a sentence for each. A bound
 * here would hide that sentence: of a union only the first form's fault is told.
 */
export const SegmentTreeSchema = Type.Union(
  [
    object({ op: words(['and', 'or'] as const), of: Type.Array(branch) }),
    object({ op: Type.Literal('not'), of: branch }),
    object({
      op: Type.Literal('equals'),
      attribute,
      value: Type.Union([text, Type.Number(), Type.Boolean()]),
    }),
    object({ op: words(['oneOf', 'anyOf', 'allOf', 'noneOf'] as const), attribute, values: texts }),
    object({ op: Type.Literal('underCode'), attribute, code: text }),
    object({
      op: Type.Literal('range'),
      attribute,
      min: Type.Optional(Type.Number()),
      max: Type.Optional(Type.Number()),
    }),
    object({ op: words(['before', 'after'] as const), attribute, day: Day }),
    object({
      op: Type.Literal('withinDays'),
      attribute,
      days: whole,
      direction: words(['past', 'future'] as const),
    }),
    object({ op: Type.Literal('isSet'), attribute }),
    object({
      op: Type.Literal('atLeast'),
      attribute,
      count: whole,
      values: Type.Optional(texts),
      under: Type.Optional(Type.Literal(true)),
    }),
    object({
      op: words(['ago', 'ahead'] as const),
      attribute,
      min: Type.Optional(whole),
      max: Type.Optional(whole),
      unit: words(DATE_UNITS),
    }),
    object({
      op: Type.Literal('age'),
      attribute,
      min: Type.Optional(whole),
      max: Type.Optional(whole),
    }),
    object({ op: Type.Literal('turns'), attribute, age: whole, days: whole }),
    object({
      op: Type.Literal('anniversary'),
      attribute,
      days: whole,
      direction: words(['past', 'future'] as const),
    }),
    object({ op: Type.Literal('inMonth'), attribute, month: whole }),
    object({
      op: Type.Literal('authorizationEnds'),
      days: whole,
    }),
    object({
      op: Type.Literal('event'),
      kind: words(EVENT_KINDS),
      campaign: Type.Optional(Id),
      link: Type.Optional(whole),
      withinDays: Type.Optional(whole),
      beforeDays: Type.Optional(whole),
      atLeast: Type.Optional(whole),
    }),
    object({ op: Type.Literal('consent'), state: words(PLAIN_STATES) }),
    object({
      op: Type.Literal('consent'),
      state: words(['opted_out', 'opted_in'] as const),
      scope: Type.Unsafe<OptOutScope>(Type.String({ maxLength: 80 })),
    }),
    object({
      op: Type.Literal('consent'),
      state: Type.Literal('authorized'),
      kind: words(AUTHORIZATION_KINDS),
    }),
    object({
      op: Type.Literal('consent'),
      state: Type.Literal('prefers'),
      channel: words(CHANNELS),
    }),
    object({ op: Type.Literal('segment'), id: Id }),
    object({ op: Type.Literal('sample'), percent: Type.Number(), seed: text }),
    object({ op: Type.Literal('address'), is: words(FINDINGS) }),
    object({
      op: Type.Literal('recentlyMailed'),
      withinDays: whole,
      stream: Type.Optional(words(STREAMS)),
    }),
  ],
  { $id: 'SegmentTree' },
);
export const Tree = Type.Unsafe<SegmentTree>(branch);

export const Count = object({
  /** How many are in it now; null when hidden (1 to 10 for those without `people:read`). */
  count: nullable(Type.Integer()),
  total: Type.Integer(),
  class: Class,
  /** The tree in plain words. */
  sentence: Type.String(),
  /** It reads histories instead of values that stand ready: it answers, and takes longer. */
  slow: Type.Boolean(),
  /** Which of its conditions makes it slow, in a sentence; null when none does. */
  slowBecause: nullable(Type.String()),
});

export const Segment = object({
  id: Id,
  /** A neutral one, "Segment 3", where it is locked or tells of an illness that is above the viewer. */
  name: Type.String(),
  /** Its class is above the viewer's: what it asks, and who is in it, is not told. */
  locked: Type.Boolean(),
  /** Null where it is locked. */
  tree: nullable(Tree),
  class: Class,
  sentence: Type.String(),
  /** What in its name tells of an illness, and what others see instead; null when nothing does. */
  nameWarning: nullable(
    object({ word: Type.String(), label: Type.String(), sentence: Type.String() }),
  ),
  /** Why it cannot be used, such as an attribute that was deleted; empty when it can. */
  problems: Type.Array(Type.String()),
  version: Type.Integer(),
  updatedAt: Time,
});

const Write = object({ name: Name(120), tree: Tree });

/** The segment whose tree it will be: one that comes back to itself is told. */
const Of = Type.Optional(Id);

export const listSegments = route({
  method: 'GET',
  url: '/segments',
  tag: 'segments',
  summary: 'Segments by name',
  permission: null,
  response: { 200: object({ data: Type.Array(Segment) }) },
});

export const createSegment = route({
  method: 'POST',
  url: '/segments',
  tag: 'segments',
  summary: 'Save a segment',
  permission: 'segments:write',
  idempotent: true,
  body: Write,
  response: { 201: Segment },
});

export const getSegment = route({
  method: 'GET',
  url: '/segments/{id}',
  tag: 'segments',
  summary: 'One segment',
  permission: null,
  params: IdParams,
  response: { 200: Segment },
});

export const updateSegment = route({
  method: 'PUT',
  url: '/segments/{id}',
  tag: 'segments',
  summary: 'Change a segment (If-Match: its version)',
  permission: 'segments:write',
  params: IdParams,
  body: Write,
  response: { 200: Segment },
});

export const deleteSegment = route({
  method: 'DELETE',
  url: '/segments/{id}',
  tag: 'segments',
  summary: 'Delete a segment that no other names; campaigns that ran keep what it said',
  permission: 'segments:write',
  params: IdParams,
  response: { 204: Type.Null() },
});

export const countSegment = route({
  method: 'POST',
  url: '/segments/count',
  tag: 'segments',
  summary: 'How many a tree finds now, its class, and the tree in words',
  permission: null,
  body: object({ tree: Tree, of: Of }),
  response: { 200: Count },
});

export const printSegment = route({
  method: 'POST',
  url: '/segments/text',
  tag: 'segments',
  summary: 'A tree as text, one condition a line; names stand behind ids as comments',
  permission: null,
  body: object({ tree: Tree }),
  response: { 200: object({ text: Type.String() }) },
});

export const parseSegment = route({
  method: 'POST',
  url: '/segments/parse',
  tag: 'segments',
  summary:
    'Read the text form back; a fault is told with line, column, what was found and expected',
  permission: null,
  body: object({ text: Type.String({ maxLength: 200_000 }), of: Of }),
  response: { 200: object({ tree: Tree }) },
});

export const listNamedCodes = route({
  method: 'GET',
  url: '/named-codes',
  tag: 'segments',
  summary: 'Codes that have names, by their system; a code can have several',
  permission: null,
  response: {
    200: object({
      data: Type.Array(
        object({
          system: words(CODE_SYSTEMS),
          codes: Type.Array(object({ code: Type.String(), name: Type.String() })),
        }),
      ),
    }),
  },
});

export const segmentPeople = route({
  method: 'GET',
  url: '/segments/{id}/people',
  tag: 'segments',
  summary: 'The people in a segment',
  permission: 'people:read',
  params: IdParams,
  query: object(PageQuery),
  response: { 200: page(Person) },
});
