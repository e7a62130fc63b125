import { Id, IdParams, nullable, object, route, Time, Type, words } from './common.ts';

export const Import = object({
  id: Id,
  fileName: Type.String(),
  state: words(['uploaded', 'running', 'paused', 'done', 'failed', 'cancelled'] as const),
  /** Where the data came from; null until it is started. */
  source: nullable(words(['own_records', 'sign_up', 'event', 'partner'] as const)),
  /** Whether an address that cannot be a person's own is kept. */
  addresses: words(['keep', 'drop'] as const),
  /** Rows that were imported with an address that is hardly a person's own. */
  doubtfulAddresses: object({
    impossible: Type.Integer(),
    role: Type.Integer(),
    disposable: Type.Integer(),
  }),
  bytes: Type.Integer(),
  bytesDone: Type.Integer(),
  rowsDone: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  /**
   * Null for who may not see all that is imported: `updated` then has both, since a file of one row
   * would ask whether a value is on file.
   */
  unchanged: nullable(Type.Integer()),
  rejected: Type.Integer(),
  rowsPerSecond: nullable(Type.Number()),
  secondsLeft: nullable(Type.Number()),
  /** Why it failed, in a sentence. */
  problem: nullable(Type.String()),
  /** Why it does not go on by itself at the moment, in a sentence. */
  waiting: nullable(Type.String()),
  createdAt: Time,
  finishedAt: nullable(Time),
});

export const ImportPreview = object({
  import: Import,
  /** As it was found: "comma", "semicolon", "tab", "json" (an object a line); UTF-8 with or without byte order mark. */
  delimiter: words(['comma', 'semicolon', 'tab', 'json'] as const),
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
  summary:
    'Upload a CSV or NDJSON file (multipart field `file`); nothing is imported before the mapping',
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
    /** Where the data came from. A bought list is refused. */
    source: words(['own_records', 'sign_up', 'event', 'partner', 'bought_list'] as const),
    /** What becomes of an address that cannot be a person's own: an office's, a disposable one. */
    addresses: Type.Optional(words(['keep', 'drop'] as const)),
  }),
  response: { 202: Import },
});

const held = (act: string, summary: string) =>
  route({
    method: 'POST',
    url: `/imports/{id}/${act}` as '/imports/{id}/pause',
    tag: 'imports',
    summary,
    permission: 'imports:write',
    idempotent: true,
    params: IdParams,
    response: { 200: Import },
  });

export const pauseImport = held('pause', 'Stop an import behind the rows that are being written');
export const resumeImport = held('resume', 'Let a paused import go on where it stopped');
export const cancelImport = held(
  'cancel',
  'End an import where it is: what was imported stays, the file is deleted',
);

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

export const importWarnings = route({
  method: 'GET',
  url: '/imports/{id}/warnings',
  tag: 'imports',
  summary: 'The rows whose address is hardly a person’s own, with why in each, as CSV',
  permission: 'people:read',
  params: IdParams,
  response: { 200: Type.String({ description: 'text/csv' }) },
});
