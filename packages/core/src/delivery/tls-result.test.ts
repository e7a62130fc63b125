import { describe, expect, it } from 'vitest';
import { tlsFailureOf } from './tls-result.ts';

describe('a fault of the wire, in the words of RFC 8460', () => {
  it.each([
    ['ENOSTARTTLS', undefined, 'no-policy-found', 'starttls-not-supported'],
    ['ETLS', 'CERT_HAS_EXPIRED', 'sts', 'certificate-expired'],
    ['ETLS', 'ERR_TLS_CERT_ALTNAME_INVALID', 'sts', 'certificate-host-mismatch'],
    ['ETLS', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'sts', 'certificate-not-trusted'],
    ['ETLS', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'sts', 'certificate-not-trusted'],
    ['ETLS', 'CERT_NOT_YET_VALID', 'sts', 'certificate-not-trusted'],
    ['CERT_HAS_EXPIRED', undefined, 'sts', 'certificate-expired'],
    ['ETLS', 'ERR_SSL_WRONG_VERSION_NUMBER', 'no-policy-found', 'validation-failure'],
    ['ETLS', undefined, 'tlsa', 'validation-failure'],
    // what was said of the chain does not matter where a record names the certificate
    ['ETLS', 'CERT_HAS_EXPIRED', 'tlsa', 'tlsa-invalid'],
    ['ETLS', 'TLSA_MISMATCH', 'tlsa', 'tlsa-invalid'],
    ['ETLS', 'TLSA_NO_CERTIFICATE', 'tlsa', 'tlsa-invalid'],
    // nothing to do with security
    ['ECONNREFUSED', undefined, 'sts', null],
    ['ETIMEDOUT', 'ETIMEDOUT', 'tlsa', null],
    ['EPROTOCOL', undefined, 'no-policy-found', null],
  ] as const)('%s %s under %s is %s', (code, originalCode, policy, result) => {
    const fault = originalCode === undefined ? { code } : { code, originalCode };
    expect(tlsFailureOf(fault, policy)).toBe(result);
  });
});
