import type { DnsRecord } from './check.ts';

/** The longest character string of the DNS, RFC 1035 section 3.3. */
const STRING_BYTES = 255;

/**
 * A record as a line of a zone file (RFC 1035 section 5.1). A long text is split into strings, which
 * readers join without a space (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2).
 */
export function zoneLine({ name, type, value }: DnsRecord): string {
  return `${name}. IN ${type} ${type === 'TXT' ? quoted(value) : value}`;
}

function quoted(value: string): string {
  const strings: string[] = [];
  for (let at = 0; at < value.length; at += STRING_BYTES) {
    strings.push(`"${value.slice(at, at + STRING_BYTES).replace(/["\\]/g, '\\$&')}"`);
  }
  return strings.length === 1 ? (strings[0] ?? '""') : `( ${strings.join(' ')} )`;
}
