import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { closing, listening } from './identity-provider.ts';

/** A provider that issues whatever token the test says, signed by its real key or another. */
export async function lyingProvider() {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256');
  const lies = { claims: {} as Record<string, unknown>, foreignKey: false, nonce: '' };
  const clientId = 'postern';
  const now = () => Math.floor(Date.now() / 1000);
  const signed = (claims: Record<string, unknown>, type = 'JWT') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: type })
      .sign(lies.foreignKey ? other.privateKey : keys.privateKey);
  const { url: issuer, server } = await listening((request, response) => {
    void (async () => {
      const bodies: Record<string, () => unknown> = {
        '/.well-known/openid-configuration': () => ({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        }),
        '/keys': async () => ({
          keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', use: 'sig', alg: 'RS256' }],
        }),
        '/token': async () => ({
          access_token: 'of no use',
          token_type: 'bearer',
          id_token: await signed({
            ...{ iss: issuer, aud: clientId, sub: 'subject-1', nonce: lies.nonce },
            ...{ iat: now(), exp: now() + 300, email: 'ana@example.net', groups: ['Marketing'] },
            ...lies.claims,
          }),
        }),
      };
      const make = bodies[request.url ?? ''];
      response.setHeader('content-type', 'application/json');
      if (!make) response.statusCode = 404;
      response.end(JSON.stringify(make ? await make() : {}));
    })();
  });
  return { issuer, clientId, lies, signed, now, close: () => closing(server) };
}
