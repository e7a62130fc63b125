import { relayLookup } from '../destinations/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { SmtpServer } from '../smtp/index.ts';
import { type RelaySettings, TRANSPORT_CONTEXT } from './transport-settings.ts';

/** A mail server of the organization's choice: verified TLS 1.2 or later, or nothing is sent. */
export function relayServer(
  settings: RelaySettings,
  keys: OrganizationKeys,
  name: string,
): SmtpServer {
  const { host, port, tls, authority, user, passwordSealed } = settings;
  const password =
    passwordSealed === null
      ? ''
      : keys.open(Buffer.from(passwordSealed, 'base64'), TRANSPORT_CONTEXT).toString();
  return {
    host,
    lookup: relayLookup,
    port,
    tls,
    authority,
    trust: {
      kind: 'required',
      as: authority === null ? 'public_authorities' : 'private_authority',
    },
    login: user === null ? null : { user, password },
    name,
  };
}
