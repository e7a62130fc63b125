import { Class, Id, IdParams, Name, nullable, object, route, Time, Type, words } from './common.ts';

const Source = {
  subject: Type.String({ maxLength: 998 }),
  preheader: Type.String({ maxLength: 1000 }),
  mjml: Type.String({ maxLength: 1_048_576 }),
  /** Plain text; empty: derived from the body. */
  text: Type.String({ maxLength: 1_048_576 }),
};

export const TemplateProblem = object({
  place: words(['subject', 'preheader', 'body', 'text'] as const),
  line: Type.Integer(),
  column: Type.Integer(),
  sentence: Type.String(),
});

/** A file that everybody gets as it is; part of the version. */
export const AttachedFile = object({
  id: Id,
  filename: Type.String(),
  contentType: Type.String(),
  /** In bytes. */
  size: Type.Integer(),
});

export const Template = object({
  id: Id,
  name: Type.String(),
  ...Source,
  /** Attribute keys that it may show or test. */
  fields: Type.Array(Type.String()),
  class: Class,
  attachments: Type.Array(AttachedFile),
  version: Type.Integer(),
  updatedAt: Time,
});

export const Checked = object({
  problems: Type.Array(TemplateProblem),
  fields: Type.Array(Type.String()),
  class: Class,
  /** What makes it look like spam, a sentence each; it can be saved all the same. */
  warnings: Type.Array(Type.String()),
  /** Compiled, with the fields still in it; null while there are problems. */
  html: nullable(Type.String()),
  text: nullable(Type.String()),
});

const Write = object({ name: Name(120), ...Source });

const Create = object({
  ...Write.properties,
  /** Ids of files that another template has attached already, in order. */
  attachments: Type.Optional(Type.Array(Id, { maxItems: 5, uniqueItems: true })),
});

const AttachmentParams = object({ id: Id, attachmentId: Id });

export const listTemplates = route({
  method: 'GET',
  url: '/templates',
  tag: 'templates',
  summary: 'Templates by name',
  permission: null,
  response: { 200: object({ data: Type.Array(Template) }) },
});

export const starterTemplate = route({
  method: 'GET',
  url: '/templates/starter',
  tag: 'templates',
  summary: 'A source to begin with',
  permission: null,
  response: { 200: object(Source) },
});

export const checkTemplate = route({
  method: 'POST',
  url: '/templates/check',
  tag: 'templates',
  summary: 'Check a source without saving it',
  permission: null,
  body: object(Source),
  response: { 200: Checked },
});

export const createTemplate = route({
  method: 'POST',
  url: '/templates',
  tag: 'templates',
  summary: 'Save a template; refused with line and column of each fault',
  permission: 'templates:write',
  idempotent: true,
  body: Create,
  response: { 201: Template },
});

export const getTemplate = route({
  method: 'GET',
  url: '/templates/{id}',
  tag: 'templates',
  summary: 'One template, newest version',
  permission: null,
  params: IdParams,
  response: { 200: Template },
});

export const updateTemplate = route({
  method: 'PUT',
  url: '/templates/{id}',
  tag: 'templates',
  summary: 'Save a new version (If-Match: the version that was edited)',
  permission: 'templates:write',
  params: IdParams,
  body: Write,
  response: { 200: Template },
});

export const deleteTemplate = route({
  method: 'DELETE',
  url: '/templates/{id}',
  tag: 'templates',
  summary: 'Delete a template; campaigns that ran keep their version',
  permission: 'templates:write',
  params: IdParams,
  response: { 204: Type.Null() },
});

export const addAttachment = route({
  method: 'POST',
  url: '/templates/{id}/attachments',
  tag: 'templates',
  summary:
    'Attach a file (multipart field `file`), which makes a new version (If-Match: the version before)',
  permission: 'templates:write',
  consumes: 'multipart/form-data',
  params: IdParams,
  response: { 201: Template },
});

export const getAttachment = route({
  method: 'GET',
  url: '/templates/{id}/attachments/{attachmentId}',
  tag: 'templates',
  summary: 'The file, as it was uploaded',
  permission: null,
  params: AttachmentParams,
  response: { 200: Type.String({ description: 'The type of the file' }) },
});

export const removeAttachment = route({
  method: 'DELETE',
  url: '/templates/{id}/attachments/{attachmentId}',
  tag: 'templates',
  summary:
    'Take a file off, which makes a new version (If-Match: the version before); earlier ones keep it',
  permission: 'templates:write',
  params: AttachmentParams,
  response: { 200: Template },
});

export const previewTemplate = route({
  method: 'POST',
  url: '/templates/preview',
  tag: 'templates',
  summary: 'A source as one contact would get it, or why it could not be made for them',
  permission: 'people:read',
  /** `templateId`: whose attachments would come with it. */
  body: object({ ...Source, contactId: Id, templateId: Type.Optional(Id) }),
  response: {
    200: object({
      rendered: nullable(
        object({
          subject: Type.String(),
          preheader: Type.String(),
          html: Type.String(),
          text: Type.String(),
          attachments: Type.Array(AttachedFile),
        }),
      ),
      /** Why nothing was rendered, in a sentence. */
      refused: nullable(Type.String()),
    }),
  },
});
