import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ALL_PERMISSIONS } from '../access/index.ts';
import {
  ALGORITHMS,
  type Caller,
  type ClientProof,
  type Gatekeeper,
  givable,
  giveToken,
  provenClient,
  revokeToken,
  TOKEN_SECONDS,
} from '../applications/index.ts';
import { basicOf, cameSafely } from './application-proof.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';

const BODY_BYTES = 16 * 1024;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** From one address, whoever they say they are. */
const TRIES_A_MINUTE = 120;

/** An error in the form of RFC 6749, 5.2. */
class OAuthError extends Error {
  readonly error: string;
  readonly status: number;
  constructor(error: string, sentence: string, status = 400) {
    super(sentence);
    this.error = error;
    this.status = status;
  }
}

/** OAuth 2.0 with client credentials (RFC 6749, 4.4), revocation (RFC 7009), and metadata (RFC 8414). */
export function oauth(app: FastifyInstance, services: Services, gatekeeper: Gatekeeper): void {
  const issuer = () => services.publicUrl();

  app.get('/.well-known/oauth-authorization-server', async (_request, reply) => {
    void reply.header('cache-control', 'public, max-age=3600');
    return {
      issuer: issuer(),
      token_endpoint: `${issuer()}/oauth/token`,
      revocation_endpoint: `${issuer()}/oauth/revoke`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: METHODS,
      revocation_endpoint_auth_methods_supported: METHODS,
      token_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
      revocation_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
      scopes_supported: ALL_PERMISSIONS.filter(givable),
      service_documentation: `${issuer()}/api/openapi.json`,
    };
  });

  app.register(async (scope) => {
    const tries = rateLimit(TRIES_A_MINUTE, 60, services.now);
    scope.removeContentTypeParser('application/x-www-form-urlencoded');
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_BYTES },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.addHook('onRequest', async (request, reply) => {
      void reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
      const wait = tries(request.ip);
      if (wait === 0) return;
      void reply.header('retry-after', String(wait));
      throw new OAuthError('invalid_request', `Too many tries. Go on in ${wait} seconds.`, 429);
    });
    scope.setErrorHandler((error, request, reply) => {
      if (!(error instanceof OAuthError)) {
        const status = (error as { statusCode?: number }).statusCode ?? 500;
        if (status >= 500) {
          services.log.error({ requestId: String(request.id), error }, 'A token was not given');
        }
        const answer = { error: status >= 500 ? 'server_error' : 'invalid_request' };
        return reply.status(status >= 500 ? 500 : 400).send(answer);
      }
      if (error.status === 401) void reply.header('www-authenticate', 'Basic realm="Postern"');
      return reply
        .status(error.status)
        .send({ error: error.error, error_description: error.message });
    });

    const client = async (request: FastifyRequest, reply: FastifyReply) => {
      if (!cameSafely(request) && !request.overTls) {
        throw new OAuthError('invalid_request', 'A token is given by https alone (RFC 6749, 3.2).');
      }
      const form = formOf(request);
      const proof = proofOf(request, form);
      const audience = [issuer(), `${issuer()}/oauth/token`, `${issuer()}${request.url}`];
      const caller = proof && (await provenClient(services, proof, audience));
      if (!caller) {
        throw new OAuthError(
          'invalid_client',
          'The client is unknown, or its proof does not hold.',
          401,
        );
      }
      await admit(gatekeeper, caller, request, reply);
      return { form, caller };
    };

    scope.post('/oauth/token', async (request, reply) => {
      const { form, caller } = await client(request, reply);
      if (form.get('grant_type') !== 'client_credentials') {
        throw new OAuthError('unsupported_grant_type', 'The grant_type is client_credentials.');
      }
      const given = await giveToken(services, caller, form.get('scope'), request.ip);
      if (!given) throw new OAuthError('invalid_scope', 'The client has not all of this scope.');
      return {
        access_token: given.token,
        token_type: 'Bearer',
        expires_in: TOKEN_SECONDS,
        scope: given.scope,
      };
    });

    scope.post('/oauth/revoke', async (request, reply) => {
      const { form, caller } = await client(request, reply);
      await revokeToken(services.database, caller.principal.userId, form.get('token') ?? '');
      gatekeeper.forget();
      return reply.status(200).send();
    });
  });
}

const METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/** The form, each parameter once at most (RFC 6749, 3.2). */
function formOf({ body }: FastifyRequest): URLSearchParams {
  if (!(body instanceof URLSearchParams)) {
    throw new OAuthError('invalid_request', 'Expected application/x-www-form-urlencoded.');
  }
  const names = [...body.keys()];
  const twice = new Set(names).size < names.length;
  if (twice) throw new OAuthError('invalid_request', 'A parameter is there twice.');
  return body;
}

function proofOf({ headers }: FastifyRequest, form: URLSearchParams): ClientProof | null {
  const basic = headers.authorization === undefined ? null : basicOf(headers.authorization);
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const clientId = form.get('client_id');
  if (
    [headers.authorization, secret, assertion].filter((one) => one !== undefined && one !== null)
      .length > 1
  ) {
    throw new OAuthError('invalid_request', 'A client shows who it is in one way (RFC 6749, 2.3).');
  }
  if (basic) return { kind: 'secret', clientId: plain(basic.id), secret: plain(basic.secret) };
  if (assertion !== null) {
    return form.get('client_assertion_type') === ASSERTION_TYPE
      ? { kind: 'assertion', clientId, assertion }
      : null;
  }
  return secret !== null && clientId !== null ? { kind: 'secret', clientId, secret } : null;
}

/** Both parts of Basic are form-encoded here (RFC 6749, 2.3.1). */
function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

async function admit(
  gatekeeper: Gatekeeper,
  caller: Caller,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (!caller.ways.includes('oauth')) {
    throw new OAuthError(
      'unauthorized_client',
      'This application does not let itself in by tokens.',
    );
  }
  const objection = await gatekeeper.objection(caller, request.ip);
  if (objection === 'outside') gatekeeper.refuse(caller);
  if (objection) {
    const sentence =
      objection === 'outside'
        ? 'This client may not be used from this address.'
        : 'This application is restricted. Somebody of the organization has to release it.';
    throw new OAuthError('unauthorized_client', sentence, 403);
  }
  const room = await gatekeeper.take(caller.principal, caller);
  if (!room.isOver) return;
  void reply.header('retry-after', String(room.reset));
  throw new OAuthError('invalid_request', `Go on in ${room.reset} seconds.`, 429);
}
