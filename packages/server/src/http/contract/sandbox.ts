import { Id, IdParams, nullable, object, PageQuery, page, route, Time, Type } from './common.ts';

const Message = object({
  id: Id,
  receivedAt: Time,
  subject: Type.String(),
  from: Type.String(),
  to: Type.String(),
  size: Type.Integer(),
  /** 'pass', or why not. */
  dkim: Type.String(),
  tls: nullable(object({ protocol: Type.String(), cipher: Type.String() })),
  campaignId: nullable(Id),
  /**
   * Of a campaign above the viewer's class; of none (a code, a link to sign, a notice) unless they see the
   * highest class; or an invitation that they could not send.
   */
  locked: Type.Boolean(),
});

export const listMessages = route({
  method: 'GET',
  url: '/sandbox/messages',
  tag: 'sandbox',
  summary: 'Mail that the sandbox captured, newest first',
  permission: 'people:read',
  query: object({ ...PageQuery, campaignId: Type.Optional(Id) }),
  response: { 200: page(Message) },
});

export const getMessage = route({
  method: 'GET',
  url: '/sandbox/messages/{id}',
  tag: 'sandbox',
  summary: 'One captured message: parts, source, headers',
  permission: 'people:read',
  params: IdParams,
  response: {
    200: object({
      ...Message.properties,
      headers: Type.Array(object({ name: Type.String(), value: Type.String() })),
      html: nullable(Type.String()),
      text: nullable(Type.String()),
      attachments: Type.Array(
        object({
          filename: Type.String(),
          contentType: Type.String(),
          /** In bytes, as it was attached. */
          size: Type.Integer(),
        }),
      ),
      /** Of a message over 1 MB the beginning. */
      source: Type.String(),
    }),
  },
});

export const messageHtml = route({
  method: 'GET',
  url: '/sandbox/messages/{id}/html',
  tag: 'sandbox',
  summary: 'The HTML part alone, under a policy that can run and fetch nothing',
  permission: 'people:read',
  params: IdParams,
  response: { 200: Type.String({ description: 'text/html' }) },
});

export const messageSource = route({
  method: 'GET',
  url: '/sandbox/messages/{id}/source',
  tag: 'sandbox',
  summary: 'The whole message as it came, to download',
  permission: 'people:read',
  params: IdParams,
  response: { 200: Type.String({ description: 'message/rfc822' }) },
});

export const messageAttachment = route({
  method: 'GET',
  url: '/sandbox/messages/{id}/attachments/{place}',
  tag: 'sandbox',
  summary: 'An attachment of a captured message, by its place from 0',
  permission: 'people:read',
  params: object({ id: Id, place: Type.Integer({ minimum: 0, maximum: 99 }) }),
  response: { 200: Type.String({ description: 'application/octet-stream' }) },
});
