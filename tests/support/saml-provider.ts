import 'reflect-metadata';
import samlp from 'samlp';
import { closing, listening, type Subject } from './identity-provider.ts';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

async function signer() {
  const x509 = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=login.example.net',
    keys,
    signingAlgorithm: RSA,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const body = pkcs8.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`,
  };
}

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
/** Names of attributes as they are given, and the subject for NameID. */
const profileMapper = (subject: Subject) => ({
  getClaims: () => ({
    [`${CLAIM}emailaddress`]: subject.email,
    [`${CLAIM}name`]: subject.name,
    ...(subject.groups && { groups: subject.groups }),
  }),
  getNameIdentifier: () => ({
    nameIdentifier: subject.sub,
    nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  }),
});

/** A real SAML identity provider on loopback; what it says can be made wrong. */
export async function samlProvider(subject: Subject) {
  const own = await signer();
  const foreign = await signer();
  const entityId = 'https://login.example.net/saml';
  const idp = {
    entityId,
    certificate: own.cert,
    subject,
    /** Options of the answer that differ from what is right. */
    wrong: {} as Record<string, unknown>,
    /** Whether another key than the one that was told signs. */
    foreign: false,
  };
  const { url, server } = await listening((request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '/', 'http://here').searchParams);
    const { RelayState } = query;
    samlp.parseRequest({ query: { Signature: null, ...query } }, {}, (error, asked) => {
      if (error || !asked) return void response.writeHead(400).end(String(error));
      const options = {
        ...{ issuer: entityId, ...(idp.foreign ? foreign : own) },
        ...{ audience: asked.issuer, destination: asked.assertionConsumerServiceURL },
        ...{ recipient: asked.assertionConsumerServiceURL, inResponseTo: asked.id },
        ...{ lifetimeInSeconds: 300, profileMapper, signatureAlgorithm: 'rsa-sha256' },
        ...{ digestAlgorithm: 'sha256', ...idp.wrong },
      };
      samlp.getSamlResponse(options, idp.subject, (failed, answer) => {
        if (failed) return void response.writeHead(500).end(failed.stack);
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            SAMLResponse: Buffer.from(answer ?? '').toString('base64'),
            RelayState,
          }),
        );
      });
    });
  });
  return { ...{ idp, signInUrl: `${url}/sso` }, close: () => closing(server) };
}
