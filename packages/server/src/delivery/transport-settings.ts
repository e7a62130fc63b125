import { isIP } from 'node:net';
import { readDomainName } from '@postern/core/domains';
import { isHostAddress } from '../destinations/index.ts';

/** `organizations.transport`. A relay's password is sealed, in base64, under `TRANSPORT_CONTEXT`. */
export type TransportSettings =
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'relay';
      readonly host: string;
      readonly port: number;
      readonly tls: 'starttls' | 'implicit';
      /** Its operator has signed a business associate agreement, 45 CFR 164.504(e). */
      readonly underBaa: boolean;
      readonly user: string | null;
      readonly passwordSealed: string | null;
      /** PEM of the authority that the certificate is verified against; null: the public ones. */
      readonly authority: string | null;
    }
  | {
      readonly kind: 'direct';
      /** What we call ourselves in EHLO: a name that leads to this server (RFC 5321, 4.1.1.1). */
      readonly helloName: string;
    };
export type RelaySettings = Extract<TransportSettings, { kind: 'relay' }>;

/** Associated data of the sealed password. */
export const TRANSPORT_CONTEXT = 'organizations.transport.password';

export class TransportSettingsInvalid extends Error {
  readonly code = 'TRANSPORT_SETTINGS_INVALID';
}

/** Reads the stored JSON. Throws `TransportSettingsInvalid`, naming the field, when it does not fit. */
export function parseTransportSettings(json: unknown): TransportSettings {
  const given = fieldsOf(json);
  if (given['kind'] === 'sandbox') return { kind: 'sandbox' };
  if (given['kind'] === 'direct') return readDirect(given);
  if (given['kind'] !== 'relay') return unfit('kind', '“sandbox”, “relay” or “direct”');
  const { host, port, tls, underBaa } = given;
  if (typeof host !== 'string' || !/^[A-Za-z0-9.:-]{1,253}$/.test(host)) {
    return unfit('host', 'the name of a mail server');
  }
  if (isIP(host) !== 0 && !isHostAddress(host)) {
    return unfit('host', 'the name or address of a mail server; none is at such an address');
  }
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
    return unfit('port', 'a number from 1 to 65535');
  }
  if (tls !== 'starttls' && tls !== 'implicit') return unfit('tls', '“starttls” or “implicit”');
  if (typeof underBaa !== 'boolean') return unfit('underBaa', 'true or false');
  const user = textOrNull(given, 'user');
  const passwordSealed = textOrNull(given, 'passwordSealed');
  const authority = textOrNull(given, 'authority');
  return { kind: 'relay', host, port, tls, underBaa, user, passwordSealed, authority };
}

function readDirect({ helloName }: Readonly<Record<string, unknown>>): TransportSettings {
  const name = typeof helloName === 'string' ? readDomainName(helloName) : null;
  if (name === null) return unfit('helloName', 'a full name such as mail.example.org');
  return { kind: 'direct', helloName: name };
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function textOrNull(given: Readonly<Record<string, unknown>>, field: string): string | null {
  const value = given[field] ?? null;
  return value === null || typeof value === 'string' ? value : unfit(field, 'text or nothing');
}

function unfit(field: string, expected: string): never {
  throw new TransportSettingsInvalid(`The mail transport's “${field}” should be ${expected}.`);
}
