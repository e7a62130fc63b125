import type { FastifyInstance } from 'fastify';
import { endSession, loadPrincipal, type Principal, signIn } from '../../access/index.ts';
import { appendAudit } from '../../audit/index.ts';
import { inTransaction } from '../../database/index.ts';
import { COOKIE, principalOf, tokenOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { session } from '../contract/index.ts';
import { ApiProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { describeSession } from './describe-session.ts';

export function sessionRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const audit = async (
    organizationId: string,
    actor: string,
    action: 'session.started' | 'session.refused' | 'session.ended',
    address: string,
  ) => {
    const keys = await keyring.of(organizationId);
    await inTransaction(database, (tx) =>
      appendAudit(tx, keys, { actor, action, subject: {}, address }, now()),
    );
  };

  bind(app, 'signIn', session.signIn, async ({ body, request, reply }) => {
    const found = await signIn(database, body.email, body.password, now());
    if (found.kind === 'busy') {
      void reply.header('retry-after', '2');
      throw new ApiProblem(
        'too_many',
        'Many people are signing in at the moment. Try again in a few seconds.',
      );
    }
    if (found.kind === 'refused') {
      const { tried } = found;
      if (tried) await audit(tried.organizationId, tried.userId, 'session.refused', request.ip);
      throw new ApiProblem(
        'sign_in_refused',
        'This email and password do not go together, or the account waits 15 minutes after too many tries.',
      );
    }
    await audit(found.organizationId, found.userId, 'session.started', request.ip);
    void reply.setCookie(COOKIE, found.token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure:
        request.protocol === 'https' || (services.config.publicUrl ?? '').startsWith('https:'),
      expires: found.expiresAt,
    });
    const who = await loadPrincipal(database, found.userId, now());
    if (!who) throw new ApiProblem('not_signed_in', 'This account was just removed.');
    return describeSession(services, who);
  });

  bind(app, 'getSession', session.getSession, async ({ request }) =>
    describeSession(services, principalOf(request)),
  );

  bind(app, 'signOut', session.signOut, async ({ request, reply }) => {
    const { token } = tokenOf(request);
    const who: Principal = principalOf(request);
    if (token) await endSession(database, token);
    await audit(who.organizationId, who.userId, 'session.ended', request.ip);
    void reply.clearCookie(COOKIE, { path: '/' });
    return null;
  });
}
