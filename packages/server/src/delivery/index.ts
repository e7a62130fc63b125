export type { DeliveryDeps } from './delivery-deps.ts';
export { dispatchOnce, runDispatcher } from './dispatcher.ts';
export { dkimRecords, ensureDkimKey } from './dkim-key.ts';
export { linkToken, organizationNumberOf, readToken } from './link-token.ts';
export { messageLinks } from './message-links.ts';
export { endLeases } from './reap-sends.ts';
export { listSandboxMessages, openSandboxMessage, type SandboxMessage } from './sandbox-inbox.ts';
export { type Sandbox, startSandbox } from './start-sandbox.ts';
export type { Transport } from './transport.ts';
export {
  parseTransportSettings,
  TRANSPORT_CONTEXT,
  TransportSettingsInvalid,
} from './transport-settings.ts';
export { openTransport } from './transports.ts';
