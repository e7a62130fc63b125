import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bits,
  bool,
  der,
  integer,
  octets,
  oid,
  sequence,
  setOf,
  tagged,
  time,
  utf8,
} from './der.ts';

/** The name that the sandbox's certificate carries; nothing resolves it. */
export const SANDBOX_NAME = 'sandbox.postern.internal';

const TEN_YEARS = 10 * 365 * 86_400_000;
const DAY = 86_400_000;

const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

export interface IssuedCertificate {
  /** PEM of the authority that a client verifies against. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * An authority that exists for the life of this process, and a certificate under it: so the sandbox
 * is reached by the same verified TLS as any relay. The authority's key is not kept.
 */
export function issueCertificate(
  now: Date,
  name: string = SANDBOX_NAME,
  notAfter: Date = new Date(now.getTime() + TEN_YEARS),
): IssuedCertificate {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = nameOf('Postern sandbox authority');
  const since = new Date(Math.min(now.getTime(), notAfter.getTime()) - DAY);
  const authority = certificateOf(root.privateKey, issuer, {
    subject: issuer,
    publicKey: root.publicKey,
    since,
    until: new Date(now.getTime() + TEN_YEARS),
    extensions: [
      extension(OID.basicConstraints, true, sequence(bool(true), integer(Buffer.of(0)))),
      // keyCertSign
      extension(OID.keyUsage, true, bits(Buffer.of(0x04), 2)),
      extension(OID.subjectKeyIdentifier, false, octets(keyId(root.publicKey))),
    ],
  });
  const certificate = certificateOf(root.privateKey, issuer, {
    subject: nameOf(name),
    publicKey: leaf.publicKey,
    since,
    until: notAfter,
    extensions: [
      extension(OID.basicConstraints, true, sequence()),
      extension(OID.subjectAltName, false, sequence(der(0x82, Buffer.from(name)))),
      extension(OID.extendedKeyUsage, false, sequence(oid(OID.serverAuth))),
      extension(OID.authorityKeyIdentifier, false, sequence(der(0x80, keyId(root.publicKey)))),
    ],
  });
  const key = leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { authority: pem(authority), certificate: pem(certificate), key };
}

interface Subject {
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly since: Date;
  readonly until: Date;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280 section 4.1, signed with ECDSA and SHA-256 (RFC 5758). */
function certificateOf(
  key: KeyObject,
  issuer: Buffer,
  { subject, publicKey, since, until, extensions }: Subject,
): Buffer {
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const body = sequence(
    tagged(0, integer(Buffer.of(2))),
    integer(serial()),
    algorithm,
    issuer,
    sequence(time(since), time(until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  return sequence(body, algorithm, bits(sign('sha256', body, key)));
}

/** Positive and without leading zeros: RFC 5280 section 4.1.2.2. */
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

/** RFC 7093 section 2, method 1. */
function keyId(key: KeyObject): Buffer {
  const bytes = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(bytes).digest().subarray(0, 20);
}

function nameOf(commonName: string): Buffer {
  return sequence(setOf(sequence(oid(OID.commonName), utf8(commonName))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [bool(true)] : []), octets(value));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
