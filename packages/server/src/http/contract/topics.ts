import { Id, IdParams, Name, nullable, object, route, Time, Type } from './common.ts';

const Words = {
  /** Everybody who holds a message can read it: no illness, no treatment. */
  name: Name(80),
  /** A line for the person who chooses; may be empty. */
  description: Type.String({ maxLength: 300, pattern: '^\\P{Cc}*$' }),
};

const Topic = object({
  id: Id,
  ...Words,
  version: Type.Integer(),
  /** Since when no campaign can be about it; null while it is in use. */
  archivedAt: nullable(Time),
});

export const listTopics = route({
  method: 'GET',
  url: '/topics',
  tag: 'topics',
  summary: 'What the organization writes about, archived topics too',
  permission: null,
  response: { 200: object({ data: Type.Array(Topic) }) },
});

export const createTopic = route({
  method: 'POST',
  url: '/topics',
  tag: 'topics',
  summary: 'Make a topic; everybody is in it until they leave it',
  permission: 'settings:write',
  idempotent: true,
  body: object(Words),
  response: { 201: Topic },
});

export const renameTopic = route({
  method: 'PUT',
  url: '/topics/{id}',
  tag: 'topics',
  summary: 'Change a topic’s words (If-Match: its version); who left it has left it still',
  permission: 'settings:write',
  params: IdParams,
  body: object(Words),
  response: { 200: Topic },
});

export const archiveTopic = route({
  method: 'POST',
  url: '/topics/{id}/archive',
  tag: 'topics',
  summary: 'End the use of a topic (If-Match: its version); what is on file of it stays',
  permission: 'settings:write',
  params: IdParams,
  response: { 200: Topic },
});
