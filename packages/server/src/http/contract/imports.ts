import { Id, IdParams, nullable, object, route, Time, Type, words } from './common.ts';

export const Import = object({
  id: Id,
  fileName: Type.String(),
  state: words(['uploaded', 'running', 'done', 'failed'] as const),
  bytes: Type.Integer(),
  bytesDone: Type.Integer(),
  rowsDone: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  rejected: Type.Integer(),
  rowsPerSecond: nullable(Type.Number()),
  secondsLeft: nullable(Type.Number()),
  /** Why it failed, in a sentence. */
  problem: nullable(Type.String()),
  createdAt: Time,
  finishedAt: nullable(Time),
});

export const ImportPreview = object({
  import: Import,
  /** As it was found: "comma", "semicolon", "tab"; UTF-8 with or without byte order mark. */
  delimiter: words(['comma', 'semicolon', 'tab'] as const),
  columns: Type.Array(
    object({
      index: Type.Integer(),
      heading: Type.String(),
      samples: Type.Array(Type.String()),
      /** Its class is above the viewer's, or is not known; who uploaded the file sees it all. */
      locked: Type.Boolean(),
      /** Key of the attribute that the heading suggests. */
      suggested: nullable(Type.String()),
    }),
  ),
});

export const listImports = route({
  method: 'GET',
  url: '/imports',
  tag: 'imports',
  summary: 'Imports, newest first',
  permission: 'imports:write',
  response: { 200: object({ data: Type.Array(Import) }) },
});

export const uploadImport = route({
  method: 'POST',
  url: '/imports',
  tag: 'imports',
  summary: 'Upload a CSV file (multipart field `file`); nothing is imported before the mapping',
  permission: 'imports:write',
  consumes: 'multipart/form-data',
  response: { 201: ImportPreview },
});

export const getImport = route({
  method: 'GET',
  url: '/imports/{id}',
  tag: 'imports',
  summary: 'An import and its progress',
  permission: 'imports:write',
  params: IdParams,
  response: { 200: Import },
});

export const previewImport = route({
  method: 'GET',
  url: '/imports/{id}/preview',
  tag: 'imports',
  summary: 'Columns, first rows and suggested mapping',
  permission: 'imports:write',
  params: IdParams,
  response: { 200: ImportPreview },
});

export const startImport = route({
  method: 'POST',
  url: '/imports/{id}/start',
  tag: 'imports',
  summary: 'Import with this mapping, as a job',
  permission: 'imports:write',
  idempotent: true,
  params: IdParams,
  body: object({
    mapping: Type.Array(
      object({ column: Type.Integer({ minimum: 0 }), attribute: Type.String({ maxLength: 64 }) }),
      { maxItems: 500 },
    ),
  }),
  response: { 202: Import },
});

export const importEvents = route({
  method: 'GET',
  url: '/imports/{id}/events',
  tag: 'imports',
  summary: 'Progress as server-sent events: each `data` is an Import',
  permission: 'imports:write',
  params: IdParams,
  response: { 200: Type.String({ description: 'text/event-stream' }) },
});

export const importRejects = route({
  method: 'GET',
  url: '/imports/{id}/rejects',
  tag: 'imports',
  summary: 'The rejected rows with the reason in each, as CSV',
  permission: 'people:read',
  params: IdParams,
  response: { 200: Type.String({ description: 'text/csv' }) },
});
