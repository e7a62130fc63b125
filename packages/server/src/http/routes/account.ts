import type { Action } from '@postern/core/audit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  acknowledgeDevice,
  beginTotp,
  changePassword,
  confirmTotp,
  endSessionsOf,
  enrolOptions,
  enrolPasskey,
  factorsOf,
  listPasskeys,
  listSessions,
  makeRecoveryCodes,
  proveSession,
  relyingPartyOf,
  removePasskey,
  removeTotp,
  revokeSession,
  signInSettings,
} from '../../access/index.ts';
import { inTransaction, type Tx } from '../../database/index.ts';
import { principalOf, sessionOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { account } from '../contract/index.ts';
import { noteIn } from '../note.ts';
import { newPasskeyOf } from '../passkey-answer.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { shownSession } from '../shown-session.ts';

/** What somebody signs in with, and where they are signed in: their own alone. */
export function accountRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const party = () => relyingPartyOf(services.publicUrl());

  /** What follows a new factor: the session is whole, and the first one comes with recovery codes. */
  const added = async (tx: Tx, request: FastifyRequest, action: Action, subject: object) => {
    const { userId } = principalOf(request);
    await noteIn(tx, services, request, action, { ...subject });
    await proveSession(tx, sessionOf(request).id, now(), 'whole');
    if ((await factorsOf(tx, userId)).recoveryCodes > 0) return null;
    const codes = await makeRecoveryCodes(tx, userId);
    await noteIn(tx, services, request, 'recovery_codes.made', { codes: codes.length });
    return codes;
  };

  /** Nobody is left with a password alone where that is not enough. */
  const requireAnother = async (tx: Tx, request: FastifyRequest) => {
    const { userId, organizationId } = principalOf(request);
    const { passkeys, totp } = await factorsOf(tx, userId);
    const { secondFactorRequired } = await signInSettings(tx, organizationId);
    if (passkeys > 0 || totp || !secondFactorRequired) return;
    throw new ApiProblem(
      'not_possible_now',
      'This is your only second factor, and one is required. Add another one first.',
    );
  };

  bind(app, 'getAccount', account.getAccount, async ({ request }) => {
    const { userId, organizationId } = principalOf(request);
    const { id } = sessionOf(request);
    const [passkeys, factors, settings, sessions] = await Promise.all([
      listPasskeys(database, userId),
      factorsOf(database, userId),
      signInSettings(database, organizationId),
      listSessions(database, userId, now()),
    ]);
    return {
      passkeys: passkeys.map(({ createdAt, lastUsedAt, ...passkey }) => ({
        ...passkey,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
      totp: factors.totp,
      recoveryCodes: factors.recoveryCodes,
      secondFactorRequired: settings.secondFactorRequired,
      sessions: sessions.map((one) => shownSession(one, id)),
    };
  });

  bind(app, 'passkeyEnrolOptions', account.passkeyEnrolOptions, async ({ request }) => ({
    ...(await enrolOptions(database, party(), principalOf(request), now())),
  }));

  bind(app, 'addPasskey', account.addPasskey, async ({ body, request }) => {
    const { userId } = principalOf(request);
    const passkey = { name: body.name, response: newPasskeyOf(body.response) };
    const made = await enrolPasskey(database, party(), userId, passkey, now());
    if (made.kind === 'refused') throw new ApiProblem('invalid_content', made.sentence);
    const recoveryCodes = await inTransaction(database, (tx) =>
      added(tx, request, 'passkey.added', { passkeyId: made.id }),
    );
    return { id: made.id, recoveryCodes };
  });

  bind(app, 'removePasskey', account.removePasskey, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const { userId } = principalOf(request);
      if (!(await removePasskey(tx, userId, params.id))) throw notFound('passkey');
      await requireAnother(tx, request);
      await noteIn(tx, services, request, 'passkey.removed', { passkeyId: params.id });
      return null;
    }),
  );

  bind(app, 'beginTotp', account.beginTotp, async ({ request }) => {
    const who = principalOf(request);
    const keys = await keyring.of(who.organizationId);
    return inTransaction(database, (tx) => beginTotp(tx, keys, who));
  });

  bind(app, 'confirmTotp', account.confirmTotp, async ({ body, request }) => {
    const { userId, organizationId } = principalOf(request);
    const keys = await keyring.of(organizationId);
    return inTransaction(database, async (tx) => {
      if (!(await confirmTotp(tx, keys, userId, body.code, now()))) {
        throw new ApiProblem(
          'invalid_content',
          'This is not the code that the app shows now. See that your device’s clock is right, and type the newest one.',
        );
      }
      return { recoveryCodes: await added(tx, request, 'totp.added', {}) };
    });
  });

  bind(app, 'removeTotp', account.removeTotp, async ({ request }) =>
    inTransaction(database, async (tx) => {
      if (!(await removeTotp(tx, principalOf(request).userId))) {
        throw notFound('authenticator app');
      }
      await requireAnother(tx, request);
      await noteIn(tx, services, request, 'totp.removed', {});
      return null;
    }),
  );

  bind(app, 'makeRecoveryCodes', account.makeRecoveryCodes, async ({ request }) =>
    inTransaction(database, async (tx) => {
      const codes = await makeRecoveryCodes(tx, principalOf(request).userId);
      await noteIn(tx, services, request, 'recovery_codes.made', { codes: codes.length });
      return { recoveryCodes: codes };
    }),
  );

  bind(app, 'changePassword', account.changePassword, async ({ body, request }) => {
    const who = principalOf(request);
    const { id } = sessionOf(request);
    return inTransaction(database, async (tx) => {
      const done = await changePassword(tx, who, body.password, id, now());
      if (done.kind === 'refused') {
        const errors = [{ pointer: '/password', detail: done.sentence }];
        throw new ApiProblem('invalid_content', done.sentence, errors);
      }
      const subject = { userId: who.userId, ended: done.ended };
      await noteIn(tx, services, request, 'password.changed', subject);
      return { ended: done.ended };
    });
  });

  bind(app, 'endOwnSession', account.endOwnSession, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const { userId } = principalOf(request);
      if (!(await revokeSession(tx, userId, params.id, now()))) throw notFound('session');
      await noteIn(tx, services, request, 'session.revoked', { sessionId: params.id });
      return null;
    }),
  );

  bind(app, 'endOtherSessions', account.endOtherSessions, async ({ request }) =>
    inTransaction(database, async (tx) => {
      const { userId } = principalOf(request);
      const ended = await endSessionsOf(tx, userId, now(), sessionOf(request).id);
      await noteIn(tx, services, request, 'user.sessions_ended', { userId, ended });
      return { ended };
    }),
  );

  bind(app, 'acknowledgeDevice', account.acknowledgeDevice, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const { userId } = principalOf(request);
      if (!(await acknowledgeDevice(tx, userId, params.id, now()))) throw notFound('new device');
      await noteIn(tx, services, request, 'device.acknowledged', { deviceId: params.id });
      return null;
    }),
  );
}
