import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Who sits before the identity provider's pages, and what it knows of them. */
export interface Subject {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
  readonly groups?: readonly string[] | undefined;
  /** How they showed who they are (RFC 8176). */
  readonly amr?: readonly string[] | undefined;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in from now on. */
  subject: Subject;
  close(): Promise<void>;
}

export async function listening(
  listener: RequestListener,
): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

export const closing = (server: Server) =>
  new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** A real OpenID provider on loopback, whose pages for people answer by themselves. */
export async function identityProvider(
  redirectUri: string,
  subject: Subject,
): Promise<IdentityProvider> {
  let listener: RequestListener = (_request, response) => void response.end();
  const { url: issuer, server } = await listening((request, response) =>
    listener(request, response),
  );
  const idp: IdentityProvider = {
    issuer,
    clientId: 'postern',
    clientSecret: 'a secret that is long enough for a client',
    subject,
    close: () => closing(server),
  };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: idp.clientId,
        client_secret: idp.clientSecret,
        redirect_uris: [redirectUri],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['of the tests'] },
    claims: { openid: ['sub', 'amr'], email: ['email'], profile: ['name', 'groups'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: async () => ({ ...idp.subject, sub }),
    }),
  });
  const callback = provider.callback();
  listener = (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response);
    void (async () => {
      const { params } = await provider.interactionDetails(request, response);
      const { sub: accountId, amr } = idp.subject;
      const grant = new provider.Grant({ accountId, clientId: params['client_id'] });
      grant.addOIDCScope('openid email profile');
      const consent = { grantId: await grant.save() };
      const login = { accountId, ...(amr && { amr }) };
      const options = { mergeWithLastSubmission: false };
      await provider.interactionFinished(request, response, { login, consent }, options);
    })();
  };
  return idp;
}

/** A browser at the provider: follows it, with its cookies, until it is sent back to `home`. */
export async function followedHome(from: string, home: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = from;
  for (let steps = 0; steps < 12; steps += 1) {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null)
      throw new Error(`The provider stayed at ${answer.status}: ${await answer.text()}`);
    at = new URL(location, at).href;
    if (at.startsWith(home)) return at;
  }
  throw new Error('The provider sent the browser round in a circle.');
}
