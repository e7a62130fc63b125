import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { findScimToken, ScimFault } from '../single-sign-on/index.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';
import { requireStorable } from './storable.ts';

const SCIM_TYPE = 'application/scim+json; charset=utf-8';
const BODY_BYTES = 2 * 1024 * 1024;

/** Whose directory asks. */
export interface Directory {
  readonly organizationId: string;
  readonly tokenId: string;
}

/**
 * What every SCIM route has in common: the organization's bearer token, `application/scim+json`, and
 * errors in the form of RFC 7644, 3.12. Wrong tokens are braked by address.
 */
export function scimScope(scope: FastifyInstance, services: Services): void {
  const brake = rateLimit(30, 60, services.now);
  scope.decorateRequest('directory', null);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string', bodyLimit: BODY_BYTES },
    (_request, body, done) => {
      try {
        const parsed: unknown = JSON.parse(String(body));
        requireStorable(parsed, 'body');
        done(null, parsed);
      } catch {
        done(new ScimFault(400, 'invalidSyntax', 'The body is not JSON that can be stored.'));
      }
    },
  );
  scope.addHook('onRequest', async (request, reply) => {
    void reply.type(SCIM_TYPE);
    const token = /^Bearer ([\w-]{20,100})$/i.exec(request.headers.authorization ?? '')?.[1];
    const found = token ? await findScimToken(services.database, token, services.now()) : null;
    if (!found) {
      if (brake(request.ip) > 0)
        throw new ScimFault(429, null, 'Too many wrong tokens: wait a minute.');
      void reply.header('www-authenticate', 'Bearer');
      throw new ScimFault(401, null, 'The bearer token is not known here, or was taken back.');
    }
    request.directory = found;
  });
  scope.setNotFoundHandler((_request, reply) => {
    void reply
      .status(404)
      .send(faultBody(new ScimFault(404, null, 'There is nothing at this address.')));
  });
  scope.setErrorHandler<FastifyError | ScimFault>((error, request, reply) => {
    const fault = faultOf(error, request);
    if (fault.status >= 500) {
      const route = request.routeOptions.url ?? 'none';
      services.log.error({ requestId: String(request.id), route, error }, 'A request failed');
    }
    return reply
      .status(fault.status)
      .type(SCIM_TYPE)
      .send(JSON.stringify(faultBody(fault)));
  });
}

export function directoryOf({ directory }: FastifyRequest): Directory {
  if (!directory) throw new ScimFault(401, null, 'A bearer token is needed.');
  return directory;
}

function faultOf(error: FastifyError | ScimFault, request: FastifyRequest): ScimFault {
  if (error instanceof ScimFault) return error;
  // PostgreSQL: two writes of one userName at once
  if (error.code === '23505') return new ScimFault(409, 'uniqueness', 'It is there already.');
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status < 500) {
    return new ScimFault(
      status,
      status === 400 ? 'invalidSyntax' : null,
      'The request cannot be read.',
    );
  }
  return new ScimFault(
    500,
    null,
    `The request failed on our side. Its number is ${String(request.id)}.`,
  );
}

const faultBody = ({ status, scimType, message }: ScimFault) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: String(status),
  ...(scimType !== null && { scimType }),
  detail: message,
});

declare module 'fastify' {
  interface FastifyRequest {
    directory: Directory | null;
  }
}
