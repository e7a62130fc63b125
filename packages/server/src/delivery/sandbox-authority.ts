import type * as x509 from '@peculiar/x509';

/** The name that the sandbox's certificate carries; nothing resolves it. */
export const SANDBOX_NAME = 'sandbox.postern.internal';

const TEN_YEARS = 10 * 365 * 86_400_000;
const DAY = 86_400_000;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const AUTHORITY = 'CN=Postern sandbox authority';

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
export async function issueCertificate(
  now: Date,
  name: string = SANDBOX_NAME,
  notAfter: Date = new Date(now.getTime() + TEN_YEARS),
): Promise<IssuedCertificate> {
  const x509 = await load();
  const root = await newKeys();
  const leaf = await newKeys();
  const notBefore = new Date(Math.min(now.getTime(), notAfter.getTime()) - DAY);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: AUTHORITY,
    keys: root,
    signingAlgorithm: ECDSA,
    notBefore,
    notAfter: new Date(now.getTime() + TEN_YEARS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: AUTHORITY,
    publicKey: leaf.publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: ECDSA,
    notBefore,
    notAfter,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', leaf.privateKey);
  return {
    authority: authority.toString('pem'),
    certificate: certificate.toString('pem'),
    key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
  };
}

/** Node's own pair, under the type that the library takes from the browser's. */
type Keys = NonNullable<
  Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[0]['keys']
>;

async function newKeys(): Promise<Keys> {
  return (await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])) as Keys;
}

/** 24 MB that a process which only sends does without. */
async function load(): Promise<typeof x509> {
  // tsyringe, by which x509 finds its parts, asks for this before anything else
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
