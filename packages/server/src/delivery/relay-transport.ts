import type { OrganizationKeys } from '../keys/index.ts';
import { smtpTransport } from './smtp-transport.ts';
import type { Transport } from './transport.ts';
import { type RelaySettings, TRANSPORT_CONTEXT } from './transport-settings.ts';

/** A mail server of the organization's choice: verified TLS 1.2 or later, or nothing is sent. */
export function relayTransport(
  settings: RelaySettings,
  keys: OrganizationKeys,
  name: string,
): Transport {
  const { host, port, tls, authority, user, passwordSealed } = settings;
  const password =
    passwordSealed === null
      ? ''
      : keys.open(Buffer.from(passwordSealed, 'base64'), TRANSPORT_CONTEXT).toString();
  return smtpTransport('relay', {
    host,
    port,
    tls,
    authority,
    verified: authority === null ? 'public_authorities' : 'private_authority',
    login: user === null ? null : { user, password },
    name,
  });
}
