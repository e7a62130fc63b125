import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  acceptInvitation,
  endSessionsFor,
  factorsOf,
  findInvitation,
  INVITATION_DAYS,
  type Invitation,
  invite,
  listInvitations,
  listSessions,
  listUsers,
  passwordFault,
  passwordUse,
  removeUser,
  resetFactors,
  revokeInvitation,
  saveSignInSettings,
  signInSettings,
  startFor,
} from '../../access/index.ts';
import { appendAudit } from '../../audit/index.ts';
import { inTransaction } from '../../database/index.ts';
import { getOrganization } from '../../organizations/index.ts';
import { hasConnection } from '../../single-sign-on/index.ts';
import { principalOf, sessionOf } from '../authenticate.ts';
import { beginSession } from '../begin-session.ts';
import { bind } from '../bind.ts';
import { people } from '../contract/index.ts';
import { invitationLink } from '../invitation-link.ts';
import { note, noteIn } from '../note.ts';
import { invitationNotice } from '../people-notices.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { rateLimit } from '../rate-limit.ts';
import type { Services } from '../services.ts';
import { shownSession } from '../shown-session.ts';
import { whenceKept } from '../whence.ts';
import { slowDown } from './sign-in-problems.ts';

const CLOSED = {
  unknown: 'This invitation is not known here: the link is cut short, or was never ours.',
  used: 'This invitation was accepted already; a link works once. Sign in instead.',
  expired: `This invitation has expired after ${INVITATION_DAYS} days. Ask for a new one.`,
  revoked: 'This invitation was taken back, or a newer one replaced it. Ask whoever invited you.',
} as const;

/** Who comes to work here, and who leaves; how they sign in. */
export function peopleRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const brake = rateLimit(60, 60, now);

  const requireUser = async (request: FastifyRequest, id: string) => {
    const all = await listUsers(database, principalOf(request).organizationId, now());
    if (!all.some((one) => one.id === id)) throw notFound('user');
  };
  const openOf = async (token: string) => {
    const found = await findInvitation(database, token, now());
    if (found.kind === 'open') return found.invitation;
    throw found.kind === 'unknown'
      ? new ApiProblem('not_found', CLOSED.unknown)
      : new ApiProblem('not_possible_now', CLOSED[found.kind]);
  };

  bind(app, 'listInvitations', people.listInvitations, async ({ request }) => ({
    data: (await listInvitations(database, principalOf(request).organizationId)).map(
      shownInvitation,
    ),
  }));

  bind(app, 'invite', people.invite, async ({ body, request }) => {
    const who = principalOf(request);
    const { by, ...draft } = body;
    const made = await inTransaction(database, async (tx) => {
      const done = await invite(tx, who, draft, now());
      if (done.kind === 'refused') {
        const errors = [{ pointer: `/${done.field}`, detail: done.sentence }];
        throw new ApiProblem('invalid_content', done.sentence, errors);
      }
      const subject = { invitationId: done.id, roles: draft.roles.join(' '), by };
      await noteIn(tx, services, request, 'invitation.sent', subject);
      return done;
    });
    const link = invitationLink(services.publicUrl(), made.token);
    let mailed = false;
    if (by === 'mail') {
      const { name } = await getOrganization(database, who.organizationId);
      const notice = invitationNotice(name, link, INVITATION_DAYS);
      const sent = await services
        .sendNoticeTo(who.organizationId, draft.email, notice)
        .catch(() => 'held');
      mailed = sent === 'sent';
    }
    const { id, expiresAt } = made;
    return { id, expiresAt: expiresAt.toISOString(), link: mailed ? null : link };
  });

  bind(app, 'revokeInvitation', people.revokeInvitation, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const { organizationId } = principalOf(request);
      if (!(await revokeInvitation(tx, organizationId, params.id, now()))) {
        throw notFound('open invitation');
      }
      await noteIn(tx, services, request, 'invitation.revoked', { invitationId: params.id });
      return null;
    }),
  );

  bind(app, 'openInvitation', people.openInvitation, async ({ body, request, reply }) => {
    slowDown(reply, brake(request.ip));
    const { organization, email, name } = await openOf(body.token);
    return { organization, email, name };
  });

  bind(app, 'acceptInvitation', people.acceptInvitation, async ({ body, request, reply }) => {
    slowDown(reply, brake(request.ip));
    const invitation = await openOf(body.token);
    const { organizationId, email } = invitation;
    // nobody yet: whoever is let in past single sign-on is named before
    if ((await passwordUse(database, { userId: '', organizationId })) !== 'allowed') {
      throw new ApiProblem(
        'not_possible_now',
        'This organization has its people sign in at its identity provider: use single sign-on with this address.',
      );
    }
    const sentence = passwordFault(body.password, { name: body.name, email });
    if (sentence !== null) {
      throw new ApiProblem('invalid_content', sentence, [
        { pointer: '/password', detail: sentence },
      ]);
    }
    const keys = await keyring.of(organizationId);
    const userId = await inTransaction(database, async (tx) => {
      const made = await acceptInvitation(tx, invitation, body, now());
      if (made === null) throw new ApiProblem('not_possible_now', CLOSED.used);
      const subject = { invitationId: invitation.id, userId: made };
      const entry = { actor: made, subject, address: request.ip };
      await appendAudit(tx, keys, { ...entry, action: 'invitation.accepted' }, now());
      return made;
    });
    const who = { userId, organizationId };
    const whence = whenceKept(request, reply);
    const { secondFactorRequired } = await signInSettings(database, organizationId);
    const stage = secondFactorRequired ? 'enrol' : 'whole';
    const factors = await factorsOf(database, userId);
    const started = await startFor(database, who, stage, factors, whence, now());
    return beginSession(services, request, reply, started, whence, { by: 'invitation' });
  });

  bind(app, 'userSessions', people.userSessions, async ({ params, request }) => {
    await requireUser(request, params.id);
    const found = await listSessions(database, params.id, now());
    await note(services, request, 'user.listed', { userId: params.id });
    return { data: found.map((one) => shownSession(one, sessionOf(request).id)) };
  });

  bind(app, 'endUserSession', people.endUserSession, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const { id: userId, session: sessionId } = params;
      const done = await endSessionsFor(tx, principalOf(request), userId, now(), sessionId);
      if (done.kind === 'unknown') throw notFound('session');
      if (done.kind === 'refused') throw new ApiProblem('not_possible_now', done.sentence);
      await noteIn(tx, services, request, 'session.revoked', { userId, sessionId });
      return null;
    }),
  );

  bind(app, 'resetUserFactors', people.resetUserFactors, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const done = await resetFactors(tx, principalOf(request), params.id, now());
      if (done.kind === 'unknown') throw notFound('user');
      if (done.kind === 'refused') throw new ApiProblem('not_possible_now', done.sentence);
      const subject = { userId: params.id, ended: done.ended };
      await noteIn(tx, services, request, 'user.factors_reset', subject);
      return { ended: done.ended };
    }),
  );

  bind(app, 'removeUser', people.removeUser, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const done = await removeUser(tx, principalOf(request), params.id, now());
      if (done.kind === 'unknown') throw notFound('user');
      if (done.kind === 'refused') throw new ApiProblem('not_possible_now', done.sentence);
      const subject = { userId: params.id, ended: done.ended };
      await noteIn(tx, services, request, 'user.removed', subject);
      return null;
    }),
  );

  bind(app, 'getSignInSettings', people.getSignInSettings, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const found = await signInSettings(database, organizationId);
    return { ...found, singleSignOn: await hasConnection(database, organizationId) };
  });

  bind(app, 'saveSignInSettings', people.saveSignInSettings, async ({ body, request }) =>
    inTransaction(database, async (tx) => {
      if (!(await saveSignInSettings(tx, principalOf(request).organizationId, body))) {
        const detail =
          'Only a demonstration can do without a second factor: here are, or will be, real patients.';
        throw new ApiProblem('invalid_content', detail, [
          { pointer: '/secondFactorRequired', detail },
        ]);
      }
      await noteIn(tx, services, request, 'session.settings_changed', { ...body });
      return body;
    }),
  );
}

function shownInvitation({ createdAt, expiresAt, acceptedAt, revokedAt, ...one }: Invitation) {
  return {
    ...one,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    acceptedAt: acceptedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
