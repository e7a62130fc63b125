import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  awaitingFactor,
  endSession,
  factorsOf,
  hasFactor,
  passwordUse,
  proveOptions,
  provePasskey,
  proveSession,
  relyingPartyOf,
  signIn,
  startFor,
  takeCode,
  takePassword,
  touch,
} from '../../access/index.ts';
import { COOKIE, principalOf, sessionOf, tokenOf } from '../authenticate.ts';
import { beginSession, noteSignIn } from '../begin-session.ts';
import { bind } from '../bind.ts';
import { session } from '../contract/index.ts';
import { note } from '../note.ts';
import { cookieFlags, cookieName } from '../over-tls.ts';
import { passkeyAnswerOf } from '../passkey-answer.ts';
import { ApiProblem } from '../problem.ts';
import { rateLimit } from '../rate-limit.ts';
import type { Services } from '../services.ts';
import { setSessionCookie, whenceKept, whenceOf } from '../whence.ts';
import { describeSession } from './describe-session.ts';
import { busy, slowDown, waits } from './sign-in-problems.ts';
import { waysOf } from './ways-of.ts';

/** Signing in by password and second factor or by a passkey alone, and how long it lasts. */
export function sessionRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const party = () => relyingPartyOf(services.publicUrl());
  const brake = rateLimit(120, 60, now);

  /** Whose second factor the cookie of this request waits for. */
  const awaited = async (request: FastifyRequest) => {
    const { token } = tokenOf(request);
    const who = token ? await awaitingFactor(database, token, now()) : null;
    return who && token ? { ...who, token } : null;
  };

  bind(app, 'signIn', session.signIn, async ({ body, request, reply }) => {
    const found = await signIn(database, body, whenceOf(request), now());
    if (found.kind === 'busy') throw busy(reply);
    if (found.kind === 'waits') throw waits(reply, found.until, now());
    if (found.kind === 'elsewhere') {
      await noteSignIn(services, found.tried, request, 'session.refused', { why: 'elsewhere' });
      throw new ApiProblem('sign_in_refused', ELSEWHERE);
    }
    if (found.kind === 'refused') {
      if (found.tried) await noteSignIn(services, found.tried, request, 'session.refused');
      throw new ApiProblem('sign_in_refused', 'This email and password do not go together.');
    }
    if (found.stage === 'factor') {
      setSessionCookie(request, reply, found);
      void reply.status(202);
      return waysOf(found.factors);
    }
    const whence = whenceKept(request, reply);
    return beginSession(services, request, reply, found, whence, { by: 'password' });
  });

  bind(app, 'awaitedFactor', session.awaitedFactor, async ({ request }) => {
    const who = await awaited(request);
    if (!who) throw new ApiProblem('not_signed_in', 'Begin anew: show first who you are.');
    return waysOf(await factorsOf(database, who.userId));
  });

  bind(app, 'giveFactor', session.giveFactor, async ({ body, request, reply }) => {
    const who = await awaited(request);
    if (!who) throw new ApiProblem('not_signed_in', 'Begin anew: give your password first.');
    const keys = await keyring.of(who.organizationId);
    const taken = await takeCode(database, keys, who.userId, body.code, whenceOf(request), now());
    if (taken.kind === 'waits') throw waits(reply, taken.until, now());
    if (taken.kind === 'wrong') {
      await noteSignIn(services, who, request, 'session.factor_refused');
      throw new ApiProblem('sign_in_refused', CODE_REFUSED);
    }
    if (taken.by === 'recovery_code') {
      await noteSignIn(services, who, request, 'recovery_codes.used');
    }
    const whence = whenceKept(request, reply);
    const factors = await factorsOf(database, who.userId);
    // a new token: what waited for the factor is worth nothing any more
    await endSession(database, who.token);
    const first = who.beganBy === 'single_sign_on' ? { by: who.beganBy } : {};
    const kept = { ...whence, ...first };
    const started = await startFor(database, who, 'whole', factors, kept, now());
    const by = `${who.beganBy}, ${taken.by}`;
    return beginSession(services, request, reply, started, kept, { by });
  });

  bind(app, 'passkeyOptions', session.passkeyOptions, async ({ request, reply }) => {
    slowDown(reply, brake(request.ip));
    const who = await awaited(request);
    return { ...(await proveOptions(database, party(), who?.userId ?? null, now())) };
  });

  bind(app, 'signInWithPasskey', session.signInWithPasskey, async ({ body, request, reply }) => {
    slowDown(reply, brake(request.ip));
    const waiting = await awaited(request);
    const answer = passkeyAnswerOf(body);
    const only = waiting?.userId ?? null;
    const proved = await provePasskey(database, party(), answer, only, now());
    if (proved.kind === 'refused') {
      const { of } = proved;
      if (of) {
        const subject = { passkeyId: of.passkeyId };
        await noteSignIn(services, of, request, 'passkey.refused', subject);
      }
      throw new ApiProblem('sign_in_refused', proved.sentence);
    }
    if (!waiting && (await passwordUse(database, proved)) === 'elsewhere') {
      await noteSignIn(services, proved, request, 'session.refused', { why: 'elsewhere' });
      throw new ApiProblem('sign_in_refused', ELSEWHERE);
    }
    const first = waiting?.beganBy === 'single_sign_on' ? { by: waiting.beganBy } : {};
    const whence = { ...whenceKept(request, reply), ...first };
    const factors = await factorsOf(database, proved.userId);
    if (waiting) await endSession(database, waiting.token);
    const started = await startFor(database, proved, 'whole', factors, whence, now());
    const subject = { by: 'passkey', passkeyId: proved.passkeyId };
    return beginSession(services, request, reply, started, whence, subject);
  });

  bind(app, 'reauthenticate', session.reauthenticate, async ({ body, request, reply }) => {
    const who = principalOf(request);
    const { id } = sessionOf(request);
    const whence = whenceOf(request);
    const refused = async (sentence: string) => {
      await note(services, request, 'session.refused', { again: true });
      return new ApiProblem('invalid_content', sentence);
    };
    if (body.passkey) {
      const answer = passkeyAnswerOf(body.passkey);
      const proved = await provePasskey(database, party(), answer, who.userId, now());
      if (proved.kind === 'refused') throw await refused(proved.sentence);
    } else {
      const password = await takePassword(database, who, body.password ?? '', whence, now());
      if (password === 'busy') throw busy(reply);
      if (typeof password === 'object') throw waits(reply, password.until, now());
      if (password === 'wrong') throw await refused('This is not your password.');
      if (hasFactor(await factorsOf(database, who.userId))) {
        const keys = await keyring.of(who.organizationId);
        const code = body.code ?? '';
        const taken = await takeCode(database, keys, who.userId, code, whence, now());
        if (taken.kind === 'waits') throw waits(reply, taken.until, now());
        if (taken.kind === 'wrong') throw await refused(CODE_REFUSED);
      }
    }
    await proveSession(database, id, now());
    await note(services, request, 'session.proved', {});
    return null;
  });

  bind(app, 'provedSession', session.provedSession, async () => null);

  bind(app, 'getSession', session.getSession, async ({ request }) =>
    describeSession(services, principalOf(request), sessionOf(request)),
  );

  bind(app, 'sessionTime', session.sessionTime, async ({ request }) => {
    const { idleEndsAt, endsAt } = sessionOf(request);
    const secondsTo = (at: Date) =>
      Math.max(0, Math.round((at.getTime() - now().getTime()) / 1000));
    const seconds = secondsTo(endsAt);
    return { idleSeconds: Math.min(secondsTo(idleEndsAt), seconds), seconds };
  });

  bind(app, 'extendSession', session.extendSession, async ({ request }) => {
    await touch(database, sessionOf(request).id, now());
    return null;
  });

  bind(app, 'signOut', session.signOut, async ({ request, reply }) => {
    const { token } = tokenOf(request);
    if (token) await endSession(database, token);
    await noteSignIn(services, principalOf(request), request, 'session.ended');
    void reply.clearCookie(cookieName(request, COOKIE), cookieFlags(request, '/'));
    return null;
  });
}

const ELSEWHERE = 'Your organization has you sign in at its identity provider: use single sign-on.';
const CODE_REFUSED =
  'This code is wrong, or was used already: each code counts once. Wait for the next one of your app.';
