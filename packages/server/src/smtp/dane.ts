import { createHash, type X509Certificate } from 'node:crypto';
import type { TlsaRecord } from './server.ts';

const TRUST_ANCHOR = 2;
const END_ENTITY = 3;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';
/** More than any real chain, and an end for one that goes in a circle. */
const LONGEST_CHAIN = 10;

/** Those that RFC 7672 section 3.1 lets SMTP use: usages 2 and 3, and forms that we can compare. */
export function usableRecords(records: readonly TlsaRecord[]): readonly TlsaRecord[] {
  return records.filter(
    ({ usage, selector, matching, data }) =>
      (usage === TRUST_ANCHOR || usage === END_ENTITY) &&
      (selector === 0 || selector === 1) &&
      ((matching === 0 && data.length > 0) ||
        (matching === 1 && data.length === 32) ||
        (matching === 2 && data.length === 64)),
  );
}

/**
 * Null when one of the usable records authenticates the server (RFC 7672 section 3); else a code
 * that says why not. `leaf` is what the server presented, with its chain as `issuerCertificate`.
 *
 * Constraints that an authority below the anchor carries (names, path length) are not looked at.
 */
export function daneFault(
  leaf: X509Certificate | undefined,
  records: readonly TlsaRecord[],
  name: string,
): string | null {
  if (leaf === undefined) return 'TLSA_NO_CERTIFICATE';
  // section 3.1.1: of usage 3 neither name nor dates nor signatures count
  if (records.some((record) => record.usage === END_ENTITY && matches(leaf, record))) return null;
  const anchors = records.filter(({ usage }) => usage === TRUST_ANCHOR);
  const presented = chainOf(leaf);
  const isAnchor = (one: X509Certificate) => anchors.some((record) => matches(one, record));
  if (!presented.slice(1).some(isAnchor)) return 'TLSA_MISMATCH';
  if (leaf.checkHost(name) === undefined) return 'ERR_TLS_CERT_ALTNAME_INVALID';
  if (!isForServers(leaf)) return 'INVALID_PURPOSE';
  return pathFault(leaf, presented, isAnchor);
}

/** Climbs from the leaf to the anchor; each step signed, dated and by one who may. */
function pathFault(
  leaf: X509Certificate,
  presented: readonly X509Certificate[],
  isAnchor: (one: X509Certificate) => boolean,
): string | null {
  const now = Date.now();
  let current = leaf;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    if (now > current.validToDate.getTime()) return 'CERT_HAS_EXPIRED';
    if (now < current.validFromDate.getTime()) return 'CERT_NOT_YET_VALID';
    if (current !== leaf && isAnchor(current)) return null;
    const below = current;
    const issuers = presented.filter(
      (one) => one !== below && one.ca && below.checkIssued(one) && below.verify(one.publicKey),
    );
    const issuer = issuers.find(isAnchor) ?? issuers[0];
    if (issuer === undefined) return 'UNABLE_TO_GET_ISSUER_CERT';
    current = issuer;
  }
  return 'CERT_CHAIN_TOO_LONG';
}

function matches(certificate: X509Certificate, { selector, matching, data }: TlsaRecord): boolean {
  const selected =
    selector === 0
      ? certificate.raw
      : certificate.publicKey.export({ type: 'spki', format: 'der' });
  if (matching === 0) return selected.equals(data);
  const algorithm = matching === 1 ? 'sha256' : 'sha512';
  return createHash(algorithm).update(selected).digest().equals(data);
}

/** What was presented, the leaf first. */
function chainOf(leaf: X509Certificate): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: X509Certificate | undefined = leaf;
  while (next !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

/** RFC 5280 section 4.2.1.12: a certificate that names purposes has to name this one. */
function isForServers({ keyUsage }: X509Certificate): boolean {
  const purposes: readonly string[] | undefined = keyUsage;
  if (purposes === undefined) return true;
  return purposes.includes(SERVER_AUTH) || purposes.includes(ANY_PURPOSE);
}
