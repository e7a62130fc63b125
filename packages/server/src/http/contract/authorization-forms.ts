import { FORM_KINDS } from '@postern/core/authorizations';
import { CATEGORIES, REVEALING } from '@postern/core/gate';
import { Id, IdParams, nullable, object, route, Time, Type, words } from './common.ts';

/** A text of the form; a draft may leave it empty. */
const Text = (maxLength: number) =>
  Type.String({ maxLength, pattern: '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F]*$' });
const Key = Type.String({ minLength: 1, maxLength: 120 });

const Expiry = Type.Union([
  /** Whether it is a day that is still to come is said when the form is checked. */
  object({ kind: Type.Literal('date'), on: Type.String({ maxLength: 10 }) }),
  /** So many months after the day of the signature. */
  object({ kind: Type.Literal('after'), months: Type.Number({ minimum: 0, maximum: 10_000 }) }),
  object({
    kind: Type.Literal('event'),
    name: Text(200),
    /** The attribute that tells that it has occurred, and its value then. */
    when: nullable(object({ attribute: Key, value: Text(200) })),
  }),
]);

/** What the signer reads, in the order of 45 CFR 164.508(c). */
export const FormContent = object({
  title: Text(200),
  /** A language tag. */
  language: Text(35),
  kinds: Type.Array(words(FORM_KINDS), { uniqueItems: true, maxItems: FORM_KINDS.length }),
  introduction: Text(4000),
  information: Text(4000),
  informationScope: words(REVEALING),
  /** Keys of the attributes that are meant. */
  attributes: Type.Array(Key, { uniqueItems: true, maxItems: 200 }),
  discloser: Text(1000),
  receiver: Text(1000),
  purpose: Text(4000),
  /** The purposes as categories of messages; null for all. */
  categories: nullable(
    Type.Array(words(CATEGORIES), { uniqueItems: true, maxItems: CATEGORIES.length }),
  ),
  expiry: nullable(Expiry),
  statements: object({
    revocation: Text(4000),
    noConditioning: Text(4000),
    redisclosure: Text(4000),
    remuneration: Text(4000),
    sale: Text(4000),
    fundraising: Text(4000),
    copy: Text(4000),
  }),
  testimonial: nullable(
    object({
      channels: Type.Array(Text(200), { maxItems: 20 }),
      platforms: Type.Array(Text(200), { maxItems: 20 }),
      months: Type.Number({ minimum: 0, maximum: 10_000 }),
      removal: Text(4000),
    }),
  ),
});

const State = words(['draft', 'published', 'retired'] as const);

const Fault = object({
  code: Type.String(),
  /** The field: `purpose`, `statements.sale`, `testimonial.channels`. */
  place: Type.String(),
  sentence: Type.String(),
  citations: Type.Array(Type.String()),
});

/** The whole text in reading order, as the page and the file show it. */
const Wording = object({
  title: Type.String(),
  language: Type.String(),
  introduction: Type.String(),
  sections: Type.Array(object({ heading: Type.String(), texts: Type.Array(Type.String()) })),
});

const Checked = object({
  /** Why it may not be published; empty when it may. */
  faults: Type.Array(Fault),
  warnings: Type.Array(Fault),
  /** A school grade, by Flesch and Kincaid; null where it is not measured: not English. */
  readingGrade: nullable(Type.Number()),
  wording: Wording,
});

const Version = {
  version: Type.Integer(),
  state: State,
  createdAt: Time,
  publishedAt: nullable(Time),
};

const Form = object({
  id: Id,
  ...Version,
  /** Grows with each change; what If-Match takes. */
  revision: Type.Integer(),
  content: FormContent,
  wording: Wording,
  updatedAt: Time,
  /** All of its versions, newest first. */
  versions: Type.Array(object(Version)),
});

const Listed = object({
  id: Id,
  title: Type.String(),
  language: Type.String(),
  kinds: FormContent.properties.kinds,
  version: Type.Integer(),
  state: State,
  /** The version that people are asked to sign; null when there is none. */
  publishedVersion: nullable(Type.Integer()),
  updatedAt: Time,
});

export const listAuthorizationForms = route({
  method: 'GET',
  url: '/authorization-forms',
  tag: 'authorization forms',
  summary: 'Forms of authorization by title',
  permission: null,
  response: { 200: object({ data: Type.Array(Listed) }) },
});

export const createAuthorizationForm = route({
  method: 'POST',
  url: '/authorization-forms',
  tag: 'authorization forms',
  summary: 'Begin a form with a complete text for its kind',
  permission: 'forms:write',
  idempotent: true,
  body: object({ kind: words(FORM_KINDS) }),
  response: { 201: Form },
});

export const checkAuthorizationForm = route({
  method: 'POST',
  url: '/authorization-forms/check',
  tag: 'authorization forms',
  summary: 'What a form lacks, and how hard it is to read, without saving it',
  permission: null,
  body: object({ content: FormContent }),
  response: { 200: Checked },
});

export const getAuthorizationForm = route({
  method: 'GET',
  url: '/authorization-forms/{id}',
  tag: 'authorization forms',
  summary: 'One form, newest version',
  permission: null,
  params: IdParams,
  response: { 200: Form },
});

export const getAuthorizationFormVersion = route({
  method: 'GET',
  url: '/authorization-forms/{id}/versions/{version}',
  tag: 'authorization forms',
  summary: 'One version of a form, as whoever signed it read it',
  permission: null,
  params: object({ id: Id, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  response: { 200: Form },
});

export const updateAuthorizationForm = route({
  method: 'PUT',
  url: '/authorization-forms/{id}',
  tag: 'authorization forms',
  summary: 'Save the draft (If-Match: the revision that was edited); a published version is frozen',
  permission: 'forms:write',
  params: IdParams,
  body: object({ content: FormContent }),
  response: { 200: Form },
});

export const publishAuthorizationForm = route({
  method: 'POST',
  url: '/authorization-forms/{id}/publish',
  tag: 'authorization forms',
  summary:
    'Freeze the draft and let people be asked to sign it (If-Match: the revision); refused with each fault and its citations',
  permission: 'forms:write',
  params: IdParams,
  response: { 200: Form },
});

export const beginAuthorizationFormVersion = route({
  method: 'POST',
  url: '/authorization-forms/{id}/versions',
  tag: 'authorization forms',
  summary: 'Begin the next version, as a draft; the one before stays in use',
  permission: 'forms:write',
  params: IdParams,
  response: { 201: Form },
});

export const retireAuthorizationForm = route({
  method: 'POST',
  url: '/authorization-forms/{id}/retire',
  tag: 'authorization forms',
  summary: 'Ask nobody new to sign it; what was signed stands',
  permission: 'forms:write',
  params: IdParams,
  response: { 200: Form },
});
