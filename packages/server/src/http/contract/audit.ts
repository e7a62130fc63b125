import { Id, nullable, object, PageQuery, page, route, Time, Type } from './common.ts';

const Entry = object({
  sequence: Type.Integer(),
  at: Time,
  /** Who: a user's id, or 'system'. */
  actor: Type.String(),
  actorName: Type.String(),
  action: Type.String(),
  /** In plain words. */
  sentence: Type.String(),
  /** Ids and counts, never a value. */
  subject: Type.Record(Type.String(), Type.Unknown()),
});

export const listAudit = route({
  method: 'GET',
  url: '/audit',
  tag: 'audit',
  summary: 'Audit entries, newest first',
  permission: 'audit:read',
  query: object({
    ...PageQuery,
    action: Type.Optional(Type.String({ maxLength: 64 })),
    actor: Type.Optional(Id),
  }),
  response: { 200: page(Entry) },
});

export const verifyAudit = route({
  method: 'POST',
  url: '/audit/verify',
  tag: 'audit',
  summary: 'Walk the hash chain: intact, or the first entry that is not',
  permission: 'audit:read',
  response: {
    200: object({
      intact: Type.Boolean(),
      entries: Type.Integer(),
      brokenAt: nullable(Type.Integer()),
      sentence: Type.String(),
    }),
  },
});
