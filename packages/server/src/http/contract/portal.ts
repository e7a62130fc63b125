import { PORTAL_DAYS, WITHOUT_TLS } from '../../organizations/index.ts';
import { MESSAGE_STATES, SECRET_LENGTH } from '../../portal/index.ts';
import {
  Id,
  IdParams,
  Name,
  nullable,
  object,
  PageQuery,
  page,
  route,
  Time,
  Type,
  words,
} from './common.ts';

const PortalMessage = object({
  id: Id,
  contactId: Id,
  campaignId: Id,
  campaignName: Type.String(),
  state: words(MESSAGE_STATES),
  createdAt: Time,
  expiresAt: Time,
  /** The first time: evidence of access, unlike an open. */
  readAt: nullable(Time),
  reads: Type.Integer(),
  replies: Type.Integer(),
});

/** With who it is for. */
const ListedMessage = object({ ...PortalMessage.properties, name: Type.String() });

const PortalReply = object({
  id: Id,
  contactId: Id,
  messageId: Id,
  name: Type.String(),
  campaignName: Type.String(),
  createdAt: Time,
  /** When staff marked it as read. */
  readAt: nullable(Time),
});

const MessageParams = object({ id: Id, messageId: Id });
const ReplyParams = object({ id: Id, replyId: Id });

export const ContactPortal = object({
  messages: Type.Array(PortalMessage),
  /** Since when a word is agreed; the word itself is never shown. */
  secretSetAt: nullable(Time),
  /** What a one-time code needs. */
  hasEmail: Type.Boolean(),
  hasBirthDate: Type.Boolean(),
});

export const listPortalMessages = route({
  method: 'GET',
  url: '/portal/messages',
  tag: 'portal',
  summary: 'Messages that wait for pick-up or did, newest first; never their content',
  permission: 'people:read',
  query: object({ ...PageQuery, state: Type.Optional(words(MESSAGE_STATES)) }),
  response: { 200: page(ListedMessage) },
});

export const listPortalReplies = route({
  method: 'GET',
  url: '/portal/replies',
  tag: 'portal',
  summary: 'Replies that people wrote, newest first; without their text',
  permission: 'people:read',
  query: object({ ...PageQuery, unread: Type.Optional(Type.Boolean()) }),
  response: { 200: page(PortalReply) },
});

export const getContactPortal = route({
  method: 'GET',
  url: '/contacts/{id}/portal',
  tag: 'portal',
  summary: 'What waits for a contact, and by what they can show who they are',
  permission: 'people:read',
  params: IdParams,
  response: { 200: ContactPortal },
});

export const setPortalSecret = route({
  method: 'PUT',
  url: '/contacts/{id}/portal/secret',
  tag: 'portal',
  summary: 'Set the word that was agreed with a contact (null removes it); it is never shown again',
  permission: 'contacts:write',
  params: IdParams,
  body: object({
    secret: nullable(
      Type.String({ minLength: SECRET_LENGTH.least, maxLength: SECRET_LENGTH.most }),
    ),
  }),
  response: { 200: ContactPortal },
});

export const renewPortalLink = route({
  method: 'POST',
  url: '/contacts/{id}/portal/{messageId}/renew',
  tag: 'portal',
  summary: 'Unlock a message and mail the contact a new link; links before it end',
  permission: 'contacts:write',
  idempotent: true,
  params: MessageParams,
  response: {
    200: object({
      /** 'held': the link is new, but the mail that tells of it did not leave, or not yet. */
      notice: words(['sent', 'held'] as const),
      portal: ContactPortal,
    }),
  },
});

export const withdrawPortalMessage = route({
  method: 'POST',
  url: '/contacts/{id}/portal/{messageId}/withdraw',
  tag: 'portal',
  summary: 'Take a message back: its content is deleted at once',
  permission: 'contacts:write',
  idempotent: true,
  params: MessageParams,
  response: { 200: ContactPortal },
});

export const getPortalReply = route({
  method: 'GET',
  url: '/contacts/{id}/portal/replies/{replyId}',
  tag: 'portal',
  summary: 'One reply with its text',
  permission: 'people:read',
  params: ReplyParams,
  response: { 200: object({ ...PortalReply.properties, text: Type.String() }) },
});

export const markPortalReply = route({
  method: 'PUT',
  url: '/contacts/{id}/portal/replies/{replyId}/read',
  tag: 'portal',
  summary: 'Mark a reply as read, or as not read',
  permission: 'contacts:write',
  params: ReplyParams,
  body: object({ read: Type.Boolean() }),
  response: { 200: object({ readAt: nullable(Time) }) },
});

const Without = words(WITHOUT_TLS);
const Settings = {
  /** How long a link works. */
  days: Type.Integer({ minimum: PORTAL_DAYS.least, maximum: PORTAL_DAYS.most }),
  /** Who a notice says it is from: a name that tells nothing of a condition. */
  senderName: Name(100),
  /** Whether the notice may go where no TLS is offered; it says nothing of anybody. */
  noticeInClear: Type.Boolean(),
  /** What happens to a message when no TLS to its recipient can be had. */
  withoutTls: object({ transactional: Without, marketing: Without }),
};

export const PortalSettings = object({ ...Settings, version: Type.Integer() });

export const getPortalSettings = route({
  method: 'GET',
  url: '/organization/portal',
  tag: 'settings',
  summary: 'Settings of message pick-up',
  permission: null,
  response: { 200: PortalSettings },
});

export const updatePortalSettings = route({
  method: 'PUT',
  url: '/organization/portal',
  tag: 'settings',
  summary: 'Change the settings of message pick-up (If-Match: their version)',
  permission: 'settings:write',
  body: object(Settings),
  response: { 200: PortalSettings },
});
