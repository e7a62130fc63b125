import { isIP } from 'node:net';

/** Where a name server listens. */
export interface ResolverAddress {
  /** An IP address, or a name that the system knows. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `host`, `host:port`, `[v6]`, `[v6]:port` or a bare IPv6 address; 53 where no port is named.
 * Null for anything else.
 */
export function readResolverAddress(text: string): ResolverAddress | null {
  if (isIP(text) !== 0) return { host: text, port: 53 };
  const found = /^(?:\[([^\]]+)\]|([^:[\]\s/]+))(?::(\d{1,5}))?$/.exec(text);
  const [, bracketed, plain, digits] = found ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? 53 : Number(digits);
  if (host === undefined || port < 1 || port > 65_535) return null;
  if (bracketed !== undefined ? isIP(host) !== 6 : !isHost(host)) return null;
  return { host, port };
}

function isHost(text: string): boolean {
  if (isIP(text) === 4) return true;
  const last = text.slice(text.lastIndexOf('.') + 1);
  return /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(text) && !/^\d+$/.test(last);
}
