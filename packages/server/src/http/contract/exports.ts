import { EXPORT_PURPOSES } from '../../exports/index.ts';
import { Id, IdParams, nullable, object, route, Time, Type, words } from './common.ts';

const Purpose = words(EXPORT_PURPOSES);

export const Export = object({
  id: Id,
  segmentId: Id,
  /** The keys of the columns, in their order. */
  attributes: Type.Array(Type.String()),
  purpose: Purpose,
  note: Type.String(),
  /** `done`: the file is there until `expiresAt`. Who asked, and what for, stays when it is gone. */
  state: words(['running', 'done', 'failed', 'expired', 'deleted'] as const),
  /** How much of the organization was gone through, 0 to 1. */
  share: Type.Number(),
  /** People in the file. */
  rows: Type.Integer(),
  bytes: Type.Integer(),
  /** Why it failed, in a sentence. */
  problem: nullable(Type.String()),
  createdBy: object({ id: Id, name: nullable(Type.String()) }),
  createdAt: Time,
  finishedAt: nullable(Time),
  expiresAt: nullable(Time),
});

export const askExport = route({
  method: 'POST',
  url: '/segments/{id}/exports',
  tag: 'exports',
  summary: 'Have the people of a segment put into a CSV file, for a purpose that is kept; as a job',
  permission: 'people:export',
  idempotent: true,
  reauth: true,
  params: IdParams,
  body: object({
    purpose: Purpose,
    /** In one's own words; has to say something where the purpose is `other`. */
    note: Type.String({ maxLength: 2000 }),
    attributes: Type.Array(Type.String({ maxLength: 64 }), {
      minItems: 1,
      maxItems: 500,
      uniqueItems: true,
    }),
  }),
  response: { 202: Export },
});

export const listExports = route({
  method: 'GET',
  url: '/exports',
  tag: 'exports',
  summary:
    'One’s own exports, the newest 200; of everybody for administrators and privacy officers',
  permission: 'people:export',
  query: object({ segmentId: Type.Optional(Id) }),
  response: { 200: object({ data: Type.Array(Export) }) },
});

export const getExport = route({
  method: 'GET',
  url: '/exports/{id}',
  tag: 'exports',
  summary: 'An export and its progress',
  permission: 'people:export',
  params: IdParams,
  response: { 200: Export },
});

export const exportFile = route({
  method: 'GET',
  url: '/exports/{id}/file',
  tag: 'exports',
  summary: 'The file of an export, as CSV; noted each time',
  permission: 'people:export',
  reauth: true,
  params: IdParams,
  response: { 200: Type.String({ description: 'text/csv' }) },
});

export const deleteExport = route({
  method: 'DELETE',
  url: '/exports/{id}',
  tag: 'exports',
  summary: 'Delete the file of an export, or end its making; who asked for it stays',
  permission: 'people:export',
  params: IdParams,
  response: { 204: Type.Null() },
});
