export { agreedSecret, SECRET_LENGTH, setAgreedSecret } from './agreed-secret.ts';
export { type Deposit, type Deposited, depositMessage } from './deposit-message.ts';
export { expireMessages } from './expire-messages.ts';
export { endPickUp } from './forget-person.ts';
export { type Identification, identify, TRIES } from './identify.ts';
export { lastDay } from './last-day.ts';
export { listMessages, type PortalMessage } from './list-messages.ts';
export { locateMessage, type PortalDeps } from './locate-message.ts';
export { mergeSecret } from './merge-secret.ts';
export { openMessageAttachment } from './message-attachments.ts';
export type { MessageContent } from './message-content.ts';
export { MESSAGE_STATES, type MessageState } from './message-state.ts';
export {
  codeNotice,
  escapeHtml,
  type Notice,
  noticeFor,
  noticeOf,
  type SendNotice,
  type SendNoticeTo,
} from './notice.ts';
export { CODE_MINUTES, hashCode, makeCode } from './one-time-code.ts';
export { purposeKey } from './portal-link.ts';
export { openForReader, type ReadableMessage, recordRead } from './read-message.ts';
export { makeReaderSession, readReaderSession, SESSION_MINUTES } from './reader-session.ts';
export { renewLink } from './renew-link.ts';
export { listReplies, markReply, openReply, type PortalReply } from './replies.ts';
export { MOST_REPLIES, REPLY_LENGTH, replyToMessage } from './reply-to-message.ts';
export {
  COOL_OFF_HOURS,
  type CodeDeps,
  MINUTES_BETWEEN,
  MOST_CODES,
  requestCode,
} from './request-code.ts';
export { whatIsOnFile } from './what-is-on-file.ts';
export { withdrawMessage } from './withdraw-message.ts';
