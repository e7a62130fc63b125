import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, Gatekeeper, isSecret, type Room, releasers } from '../applications/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { type ApplicationProof, applicationProof, cameSafely } from './application-proof.ts';
import { checkBody } from './checked-body.ts';
import type { RouteShape } from './contract/common.ts';
import { FOR_APPLICATIONS } from './for-applications.ts';
import { ApiProblem } from './problem.ts';
import { restrictedNotice } from './restricted-notice.ts';
import type { Services } from './services.ts';

/** The door for applications: one a server, asked by `authenticate`. */
export function openGatekeeper(app: FastifyInstance, services: Services): Gatekeeper {
  const { database, keyring, now, log } = services;
  const gatekeeper = new Gatekeeper({
    database,
    keyring,
    now,
    async tell(organizationId) {
      const { name } = await getOrganization(database, organizationId);
      const notice = restrictedNotice(name, services.publicUrl());
      const people = await releasers(database, organizationId);
      await Promise.allSettled(
        people.map((address) => services.sendNoticeTo(organizationId, address, notice)),
      );
    },
    failed: (error) => log.error({ error }, 'The use of applications could not be recorded'),
  });
  app.decorateRequest('caller', null);
  checkBody(app);
  // whatever it was refused for: a permission, a class of data, an address
  app.addHook('onResponse', async ({ caller }, reply) => {
    if (caller && reply.statusCode === 403) gatekeeper.refuse(caller);
  });
  app.addHook('onClose', () => gatekeeper.close());
  return gatekeeper;
}

/** Lets an application in for a route of the API, or throws what keeps it out; null: it is none. */
export async function admitApplication(
  gatekeeper: Gatekeeper,
  request: FastifyRequest,
  reply: FastifyReply,
  shape: RouteShape,
): Promise<Caller | null> {
  const proof = applicationProof(request);
  if (!proof) return null;
  const caller = await provenCaller(gatekeeper, proof, request, reply);
  const begins = shape.url === '/application/sessions' && proof.way === 'key';
  if (!caller.ways.includes(begins ? 'signed' : proof.way)) {
    throw new ApiProblem('way_refused', WAY_REFUSED[proof.way]);
  }
  const objection = await gatekeeper.objection(caller, request.ip);
  if (objection === 'outside') {
    request.caller = caller;
    throw new ApiProblem('address_refused', 'This key may not be used from this address.');
  }
  if (objection) {
    throw new ApiProblem('application_restricted', RESTRICTED[objection], [], { why: objection });
  }
  request.caller = caller;
  requireRoom(reply, await gatekeeper.take(caller.principal, caller), 'application');
  if (shape.permission === null && !FOR_APPLICATIONS.has(shape.tag)) {
    throw new ApiProblem('permission_missing', 'This is for people alone, not for applications.');
  }
  return caller;
}

const WAY_REFUSED: Record<ApplicationProof['way'], string> = {
  key: 'This application does not let itself in by a key.',
  oauth: 'This application does not let itself in by access tokens.',
  basic:
    'This application does not let itself in by Basic: it is off unless its settings allow it.',
  signed: 'This application does not let itself in by signatures.',
};

const RELEASE = 'Somebody of the organization has to release it, under Applications.';
const RESTRICTED = {
  volume: `This application is restricted: it called far more often than it ever did. ${RELEASE}`,
  address: `This application is restricted: it came from a network that is new. ${RELEASE}`,
  refusals: `This application is restricted: it was refused many times in a row. ${RELEASE}`,
} as const;

async function provenCaller(
  gatekeeper: Gatekeeper,
  proof: ApplicationProof,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller> {
  if (proof.way === 'signed') return signedCaller(gatekeeper, request, reply);
  if (proof.way === 'basic' && !cameSafely(request)) {
    throw new ApiProblem(
      'way_refused',
      'Basic is taken by https alone: this request came in clear. Count its key as lost.',
    );
  }
  const isKey = proof.way !== 'basic' || isSecret('key', proof.secret);
  const caller = isKey ? await gatekeeper.byBearer(proof.secret) : null;
  if (!caller || (proof.way === 'basic' && caller.principal.userId !== proof.id)) {
    void reply.header(
      'www-authenticate',
      `${proof.way === 'basic' ? 'Basic' : 'Bearer'} realm="Postern"`,
    );
    throw new ApiProblem('not_signed_in', 'This key is unknown, expired or revoked.');
  }
  return caller;
}

async function signedCaller(gatekeeper: Gatekeeper, request: FastifyRequest, reply: FastifyReply) {
  const { headers, method, host } = request;
  if (/^multipart\//iu.test(headers['content-type'] ?? '')) {
    throw new ApiProblem(
      'way_refused',
      'A file is uploaded with a key or a token, not with a signature.',
    );
  }
  const signed = await gatekeeper.bySignature({
    method,
    target: request.raw.url ?? '/',
    authority: host,
    hasBody:
      Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined,
    header(name) {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : (value?.trim() ?? null);
    },
  });
  if (signed.kind === 'refused') throw new ApiProblem('not_signed_in', signed.sentence);
  request.bodyHash = signed.bodyHash;
  if (signed.ahead !== 0) void reply.header('postern-clock-ahead', String(signed.ahead));
  return signed.caller;
}

/** Tells how many calls are left (draft-ietf-httpapi-ratelimit-headers-10), and refuses where none is. */
export function requireRoom(
  reply: FastifyReply,
  { limit, remaining, reset, isOver }: Room,
  policy: 'application' | 'person',
): void {
  void reply
    .header('ratelimit-policy', `"${policy}";q=${limit};w=60`)
    .header('ratelimit', `"${policy}";r=${remaining};t=${reset}`);
  if (!isOver) return;
  void reply.header('retry-after', String(reset));
  throw new ApiProblem(
    'too_many',
    `${limit} calls a minute are taken here. Go on in ${reset} seconds.`,
    [],
    { 'violated-policies': [policy] },
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The application that calls; null: a person. */
    caller: Caller | null;
  }
}
