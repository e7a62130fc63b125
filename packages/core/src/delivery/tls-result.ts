/** The policy under which a connection was made, RFC 8460 section 4.2. */
export type TlsPolicyType = 'tlsa' | 'sts' | 'no-policy-found';

/** How a connection was refused its security, RFC 8460 section 4.3. */
export const TLS_FAILURES = [
  'starttls-not-supported',
  'certificate-host-mismatch',
  'certificate-expired',
  'certificate-not-trusted',
  'validation-failure',
  'tlsa-invalid',
  'dnssec-invalid',
  'dane-required',
  'sts-policy-fetch-error',
  'sts-policy-invalid',
  'sts-webpki-invalid',
] as const;
export type TlsFailure = (typeof TLS_FAILURES)[number];
export type TlsResult = 'success' | TlsFailure;

const EXPIRED = new Set(['CERT_HAS_EXPIRED']);
const OTHER_NAME = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']);
/** OpenSSL's reasons why a chain leads nowhere, and our own for a chain that nothing vouches for. */
const NOT_TRUSTED =
  /^(UNABLE_TO_(GET_ISSUER_CERT|GET_ISSUER_CERT_LOCALLY|VERIFY_LEAF_SIGNATURE)|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|CERT_(NOT_YET_VALID|UNTRUSTED|REJECTED|REVOKED|SIGNATURE_FAILURE|CHAIN_TOO_LONG)|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED)$/;

/**
 * What a fault of the wire means for the security of the way: null for one that is about something
 * else, such as a server that is not there. Under DANE no authority and no name counts but the
 * record's (RFC 7672 section 3), so there every certificate that does not fit is `tlsa-invalid`.
 */
export function tlsFailureOf(
  fault: { readonly code: string; readonly originalCode?: string },
  policy: TlsPolicyType,
): TlsFailure | null {
  if (fault.code === 'ENOSTARTTLS') return 'starttls-not-supported';
  const exact = fault.originalCode ?? fault.code;
  const certificate = certificateFailure(exact);
  if (certificate === null && fault.code !== 'ETLS') return null;
  if (policy === 'tlsa' && (certificate !== null || exact.startsWith('TLSA_')))
    return 'tlsa-invalid';
  return certificate ?? 'validation-failure';
}

function certificateFailure(code: string): TlsFailure | null {
  if (EXPIRED.has(code)) return 'certificate-expired';
  if (OTHER_NAME.has(code)) return 'certificate-host-mismatch';
  return NOT_TRUSTED.test(code) ? 'certificate-not-trusted' : null;
}
