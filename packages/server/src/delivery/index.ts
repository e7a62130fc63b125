export { checkWayOut, type WayOutCheck } from './check-way-out.ts';
export { deliverNotice } from './deliver-notice.ts';
export { deliverToAddress } from './deliver-to-address.ts';
export type { DeliveryDeps } from './delivery-deps.ts';
export { dispatchOnce, runDispatcher } from './dispatcher.ts';
export { forgetSandboxMail } from './forget-sandbox-mail.ts';
export { linkToken, organizationNumberOf, readToken } from './link-token.ts';
export { messageLinks } from './message-links.ts';
export { ownHosts } from './own-hosts.ts';
export type { Notice, PickUp } from './pick-up.ts';
export { doubtClaimed, endLeases } from './reap-batches.ts';
export { recoverJournals } from './recover-journals.ts';
export {
  feedbackAddress,
  isFeedbackAddress,
  organizationNumberOfAddress,
  type ReturnSubject,
  readReturnPath,
} from './return-path.ts';
export { issueCertificate } from './sandbox-authority.ts';
export {
  listSandboxMessages,
  openSandboxMessage,
  type SandboxMessage,
  sandboxAttachment,
  sandboxSource,
} from './sandbox-inbox.ts';
export type { SandboxLink } from './sandbox-link.ts';
export { type Sandbox, startSandbox } from './start-sandbox.ts';
export {
  parseTransportSettings,
  TRANSPORT_CONTEXT,
  type TransportSettings,
  TransportSettingsInvalid,
} from './transport-settings.ts';
