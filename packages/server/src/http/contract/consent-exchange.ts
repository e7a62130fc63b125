import { Id, IdParams, nullable, object, route, Time, Type, words } from './common.ts';

export const Exchange = object({
  id: Id,
  kind: words(['consents', 'suppressions'] as const),
  fileName: Type.String(),
  /** `checked`: every row was looked at and none is written. `done`: what was valid is. */
  state: words(['checking', 'checked', 'writing', 'done', 'dropped'] as const),
  bytes: Type.Integer(),
  bytesDone: Type.Integer(),
  /** `valid + known + rejected`, always. */
  rows: Type.Integer(),
  valid: Type.Integer(),
  /** On file before, or earlier in the file: adds nothing. */
  known: Type.Integer(),
  rejected: Type.Integer(),
  /** Of those that are valid: documents that allow nothing. */
  noEffect: Type.Integer(),
  createdAt: Time,
  finishedAt: nullable(Time),
});

const Report = object({
  line: Type.Integer(),
  verdict: words(['rejected', 'no_effect'] as const),
  faults: Type.Array(
    object({ column: Type.String(), found: Type.String(), expected: Type.String() }),
  ),
  /** Why the document allows nothing, a sentence each. */
  reasons: Type.Array(Type.String()),
});

const FhirFault = object({
  /** JSON path in what was handed in. */
  path: Type.String(),
  /** The kind of value that stood there, never the value. */
  found: Type.String(),
  expected: Type.String(),
});

/** Why a file of people leaves the product; the audit keeps it. */
export const PURPOSES = [
  'to_another_system',
  'asked_by_regulator',
  'own_review',
  'safe_copy',
] as const;
const Purpose = object({ purpose: words(PURPOSES) });

const Csv = Type.String({ description: 'text/csv' });

export const listConsentImports = route({
  method: 'GET',
  url: '/consent-imports',
  tag: 'consent',
  summary: 'Files of consents and of suppressed addresses, newest first',
  permission: 'imports:write',
  response: { 200: object({ data: Type.Array(Exchange) }) },
});

export const uploadConsents = route({
  method: 'POST',
  url: '/consent-imports/consents',
  tag: 'consent',
  summary:
    'Upload a CSV file of consents (multipart field `file`); it is checked, nothing is written',
  permission: 'imports:write',
  consumes: 'multipart/form-data',
  response: { 201: Exchange },
});

export const uploadSuppressions = route({
  method: 'POST',
  url: '/consent-imports/suppressions',
  tag: 'consent',
  summary:
    'Upload a CSV file of addresses (multipart field `file`); it is checked, nothing is written',
  permission: 'imports:write',
  consumes: 'multipart/form-data',
  response: { 201: Exchange },
});

export const getConsentImport = route({
  method: 'GET',
  url: '/consent-imports/{id}',
  tag: 'consent',
  summary: 'A file and what was found in it',
  permission: 'imports:write',
  params: IdParams,
  response: { 200: Exchange },
});

export const consentImportReport = route({
  method: 'GET',
  url: '/consent-imports/{id}/report',
  tag: 'consent',
  summary:
    'Rows of which there is something to say, after line `after`: column, what stood there, what was expected',
  permission: 'people:read',
  params: IdParams,
  query: object({
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  }),
  response: { 200: object({ data: Type.Array(Report), nextAfter: nullable(Type.Integer()) }) },
});

export const consentImportRejects = route({
  method: 'GET',
  url: '/consent-imports/{id}/rejects',
  tag: 'consent',
  summary: 'The rejected rows with the reason in each, as CSV',
  permission: 'people:read',
  params: IdParams,
  response: { 200: Csv },
});

export const writeConsentImport = route({
  method: 'POST',
  url: '/consent-imports/{id}/write',
  tag: 'consent',
  summary: 'Write the rows of a checked file that are valid, as a job',
  permission: 'imports:write',
  idempotent: true,
  params: IdParams,
  response: { 202: Exchange },
});

export const dropConsentImport = route({
  method: 'POST',
  url: '/consent-imports/{id}/drop',
  tag: 'consent',
  summary: 'Give up a checked file: nothing of it is written, and the file is deleted',
  permission: 'imports:write',
  params: IdParams,
  response: { 200: Exchange },
});

export const exportConsentsCsv = route({
  method: 'POST',
  url: '/consent-exports/consents',
  tag: 'consent',
  summary: 'All consents as CSV, a row for each event; the purpose is written to the audit',
  permission: 'people:export',
  reauth: true,
  body: Purpose,
  response: { 200: Csv },
});

export const exportSuppressionsCsv = route({
  method: 'POST',
  url: '/consent-exports/suppressions',
  tag: 'consent',
  summary: 'All suppressed addresses as CSV: the address where it is on file, else its keyed hash',
  permission: 'people:export',
  reauth: true,
  body: Purpose,
  response: { 200: Csv },
});

export const exportConsentsFhir = route({
  method: 'POST',
  url: '/consent-exports/fhir',
  tag: 'consent',
  summary: 'Where everybody stands, as FHIR R4 Consents (NDJSON)',
  permission: 'people:export',
  reauth: true,
  body: Purpose,
  response: { 200: Type.String({ description: 'application/fhir+ndjson' }) },
});

export const contactFhir = route({
  method: 'POST',
  url: '/contacts/{id}/consent/fhir',
  tag: 'consent',
  summary: 'Where one person stands, as a Bundle of FHIR R4 Consents',
  permission: 'people:export',
  params: IdParams,
  body: Purpose,
  response: { 200: Type.String({ description: 'application/fhir+json' }) },
});

export const importFhirConsents = route({
  method: 'POST',
  url: '/consent-imports/fhir',
  tag: 'consent',
  summary: 'Take in a FHIR R4 Consent or a Bundle of them: all, or nothing and what is refused',
  permission: 'imports:write',
  body: object({
    /** A Consent, or a Bundle of Consents. */
    resource: Type.Unknown(),
    /** The identifier system whose values are the record numbers here. */
    patientSystem: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  }),
  response: {
    200: object({
      written: Type.Boolean(),
      resources: Type.Array(
        object({
          path: Type.String(),
          verdict: words(['valid', 'no_effect', 'known', 'refused'] as const),
          faults: Type.Array(FhirFault),
          reasons: Type.Array(Type.String()),
        }),
      ),
    }),
  },
});
