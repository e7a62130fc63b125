import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { validate } from 'uuid';
import {
  factorsOf,
  hasFactor,
  proveSession,
  type SessionStage,
  signInSettings,
  startFor,
} from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import {
  type Admitted,
  type Finished,
  finishOidc,
  finishSaml,
  hasConnection,
  receiveSaml,
  type SignInDeps,
  samlMetadata,
  serviceProvider,
  takeLogoutToken,
} from '../single-sign-on/index.ts';
import { beginSession, noteSignIn } from './begin-session.ts';
import { field } from './form-token.ts';
import { publicPage } from './public-page.ts';
import { failedPages, publicScope } from './public-scope.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';
import { takeSsoCookie } from './sso-cookie.ts';
import { setSessionCookie, whenceOf } from './whence.ts';

type Asked = FastifyRequest<{ Params: { organization: string } }>;

export const signInDeps = (services: Services): SignInDeps => ({
  database: services.database,
  keyring: services.keyring,
  now: services.now,
  publicUrl: services.publicUrl(),
  allowPrivate: services.config.privateTargets,
});

/**
 * Where identity providers send browsers back to, and what they read. What comes here is verified
 * before anything is done with it; only the browser that began a sign-in gets its session.
 */
export function ssoPages(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const brake = rateLimit(120, 60, now);

  void app.register(async (scope) => {
    publicScope(scope, services.log, { failed: failedPages('begin to sign in anew') });
    scope.addHook('onRequest', async (request, reply) => {
      const { organization } = request.params as { organization?: string };
      const wait = brake(request.ip);
      if (wait > 0) {
        return reply.status(429).header('retry-after', String(wait)).send(said('Wait a minute.'));
      }
      if (!validate(organization))
        return reply.status(404).send(said('This address is not known.'));
    });

    scope.get('/sso/oidc/:organization/callback', async (request: Asked, reply) => {
      const { organization } = request.params;
      const browser = takeSsoCookie(request, reply);
      const url = new URL(request.url, 'http://here');
      const whole = new URL(`${services.publicUrl()}${url.pathname}${url.search}`);
      const came = { url: whole, browser };
      return finish(request, reply, await finishOidc(signInDeps(services), organization, came));
    });

    scope.get('/sso/saml/:organization/metadata', async (request: Asked, reply) => {
      const service = serviceProvider(services.publicUrl(), request.params.organization);
      return reply.type('application/samlmetadata+xml').send(samlMetadata(service));
    });

    scope.post(
      '/sso/saml/:organization/acs',
      { bodyLimit: 256 * 1024 },
      async (request: Asked, reply) => {
        const { organization } = request.params;
        const given = {
          response: field(request, 'SAMLResponse'),
          state: field(request, 'RelayState'),
        };
        const received = await receiveSaml(signInDeps(services), organization, given);
        if (received.kind === 'refused') return finish(request, reply, received);
        // the browser comes again by itself, now with its cookie
        return reply.redirect(`./finish?handle=${encodeURIComponent(received.handle)}`, 303);
      },
    );

    scope.get('/sso/saml/:organization/finish', async (request: Asked, reply) => {
      const { organization } = request.params;
      const { handle } = request.query as { handle?: unknown };
      const browser = takeSsoCookie(request, reply);
      const came = { handle: typeof handle === 'string' ? handle : '', browser };
      return finish(request, reply, await finishSaml(signInDeps(services), organization, came));
    });

    scope.post('/sso/oidc/:organization/logout', async (request: Asked, reply) => {
      const { organization: organizationId } = request.params;
      const token = field(request, 'logout_token');
      const done = await takeLogoutToken(signInDeps(services), organizationId, token);
      if (done.kind === 'refused') {
        // Back-Channel Logout 1.0, 2.8
        const body = { error: 'invalid_request', error_description: done.sentence };
        return reply.status(400).type('application/json').send(body);
      }
      if (done.kind === 'ended') {
        const subject = { ended: done.ended };
        const who = { userId: done.userId, organizationId };
        await noteSignIn(services, who, request, 'session.ended_by_provider', subject);
      }
      return reply.status(200).type('text/plain').send('');
    });
  });

  async function finish(request: Asked, reply: FastifyReply, finished: Finished) {
    const { organization: organizationId } = request.params;
    if (finished.kind === 'refused') {
      await noteRefusal(request, organizationId, finished);
      return reply.status(403).send(said(finished.sentence));
    }
    if (finished.kind === 'proved') {
      await proveSession(database, finished.sessionId, now());
      await noteSignIn(services, { ...finished, organizationId }, request, 'session.proved', {
        by: 'single_sign_on',
      });
      return go(reply, finished.next);
    }
    const { admitted, factor, next, device } = finished;
    await noteChanges(request, organizationId, admitted);
    const who = { userId: admitted.userId, organizationId };
    const factors = await factorsOf(database, who.userId);
    const { secondFactorRequired } = await signInSettings(database, organizationId);
    const stage: SessionStage = factor
      ? 'whole'
      : hasFactor(factors)
        ? 'factor'
        : secondFactorRequired
          ? 'enrol'
          : 'whole';
    const deviceHash = Buffer.from(device, 'hex');
    const whence = { ...whenceOf(request), by: 'single_sign_on' as const, deviceHash };
    const started = await startFor(database, who, stage, factors, whence, now());
    if (stage === 'factor') {
      setSessionCookie(request, reply, started);
      const back = next === '/' ? '' : `&next=${encodeURIComponent(next)}`;
      return go(reply, `/sign-in?awaited=true${back}`);
    }
    const by = factor ? 'single_sign_on, provider_factor' : 'single_sign_on';
    await beginSession(services, request, reply, started, whence, { by });
    return go(reply, next);
  }

  const go = (reply: FastifyReply, next: string) =>
    reply.redirect(`${services.publicUrl()}${next}`, 303);

  async function noteRefusal(
    request: Asked,
    organizationId: string,
    { why, changed }: Extract<Finished, { kind: 'refused' }>,
  ) {
    if (!(await hasConnection(database, organizationId))) return;
    if (changed) await noteChanges(request, organizationId, changed);
    const keys = await keyring.of(organizationId);
    const entry = { actor: changed?.userId ?? 'system', subject: { why }, address: request.ip };
    await inTransaction(database, (tx) =>
      appendAudit(tx, keys, { ...entry, action: 'single_sign_on.refused' }, now()),
    );
  }

  /** Who came to be on file by this sign-in, and what their groups changed. */
  async function noteChanges(
    request: Asked,
    organizationId: string,
    { userId, created, invitationId, given, taken }: Omit<Admitted, 'kind'>,
  ) {
    const who = { userId, organizationId };
    if (invitationId !== null) {
      await noteSignIn(services, who, request, 'invitation.accepted', { userId, invitationId });
    }
    if (!created && given.length + taken.length === 0) return;
    const subject = { userId, created, given: given.join(' '), taken: taken.join(' ') };
    await noteSignIn(services, who, request, 'single_sign_on.roles_moved', subject);
  }
}

/** A sentence, and the way back. */
const said = (sentence: string) =>
  publicPage(
    'Not signed in',
    `<p>${sentence.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</p><p><a href="/sign-in">Back to signing in</a></p>`,
  );
