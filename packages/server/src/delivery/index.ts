export type { DeliveryDeps } from './delivery-deps.ts';
export { dispatchOnce, runDispatcher } from './dispatcher.ts';
export { type DkimKey, type DkimRecord, dkimRecords, ensureDkimKey } from './dkim-key.ts';
export { type LinkSubject, linkToken, organizationNumberOf, readToken } from './link-token.ts';
export { type MessageLinks, messageLinks } from './message-links.ts';
export {
  listSandboxMessages,
  type OpenedSandboxMessage,
  openSandboxMessage,
  type SandboxMessage,
} from './sandbox-inbox.ts';
export { type Sandbox, startSandbox } from './start-sandbox.ts';
export type { Outcome, OutgoingMessage, TlsFacts, Transport, TransportCheck } from './transport.ts';
export {
  parseTransportSettings,
  type RelaySettings,
  TRANSPORT_CONTEXT,
  type TransportSettings,
  TransportSettingsInvalid,
} from './transport-settings.ts';
export { openTransport } from './transports.ts';
