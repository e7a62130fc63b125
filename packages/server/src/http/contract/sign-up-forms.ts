import { ASKED, MOST_PLACES, MOST_TOPICS } from '@postern/core/sign-up';
import { Id, IdParams, Name, object, route, Time, Type, words } from './common.ts';

/** Some paragraphs, for everybody who sees the form. */
const Text = (maxLength: number) => Type.String({ maxLength, pattern: '^(\\P{Cc}|[\\n\\r])*$' });

const Content = object({
  /** For the staff. */
  name: Name(80),
  title: Name(120),
  /** What comes, and how often. */
  about: Text(2_000),
  /** What is done with the address, and what is not. */
  promise: Text(2_000),
  /** Topics to choose among; without any, people get all mailings. */
  topicIds: Type.Array(Id, { maxItems: MOST_TOPICS }),
  /** What is asked beside the address; nobody has to answer. */
  asked: Type.Array(words(ASKED), { maxItems: ASKED.length }),
  /** Sites that may show the form in a frame, such as https://www.example.org. */
  places: Type.Array(Type.String({ maxLength: 200 }), { maxItems: MOST_PLACES }),
  /** While it is off, nobody can ask by it. */
  active: Type.Boolean(),
});

const SignUpForm = object({
  id: Id,
  version: Type.Integer(),
  content: Content,
  /** Where anybody finds it. */
  address: Type.String(),
  figures: object({
    /** How often it was filled in and a mail was due. */
    asked: Type.Integer(),
    /** How many of those were confirmed. */
    confirmed: Type.Integer(),
    /** People on file who came by it, and how many of those are patients now. */
    prospects: Type.Integer(),
    patients: Type.Integer(),
  }),
  createdAt: Time,
  updatedAt: Time,
});

export const listSignUpForms = route({
  method: 'GET',
  url: '/sign-up-forms',
  tag: 'sign-up forms',
  summary: 'The forms on which people ask for mail, with what became of their use',
  permission: 'contacts:write',
  response: { 200: object({ data: Type.Array(SignUpForm) }) },
});

export const getSignUpForm = route({
  method: 'GET',
  url: '/sign-up-forms/{id}',
  tag: 'sign-up forms',
  summary: 'A sign-up form',
  permission: 'contacts:write',
  params: IdParams,
  response: { 200: SignUpForm },
});

export const createSignUpForm = route({
  method: 'POST',
  url: '/sign-up-forms',
  tag: 'sign-up forms',
  summary: 'Make a sign-up form, with a public address of its own',
  permission: 'contacts:write',
  idempotent: true,
  body: Content,
  response: { 201: SignUpForm },
});

export const updateSignUpForm = route({
  method: 'PUT',
  url: '/sign-up-forms/{id}',
  tag: 'sign-up forms',
  summary: 'Change a sign-up form, or switch it on or off (If-Match: its version)',
  permission: 'contacts:write',
  params: IdParams,
  body: Content,
  response: { 200: SignUpForm },
});
