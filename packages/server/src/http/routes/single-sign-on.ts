import { X509Certificate } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { factorsOf, hasFactor, signInSettings, takeCode } from '../../access/index.ts';
import { inTransaction } from '../../database/index.ts';
import { checkOutside, NotOutside } from '../../destinations/index.ts';
import {
  beginSignIn,
  beyondEverybody,
  type Connection,
  discover,
  findWay,
  listScimTokens,
  loadConnection,
  MOST_TOKENS,
  makeScimToken,
  redirectUri,
  removeConnection,
  revokeScimToken,
  saveConnection,
  serviceProvider,
  unreachable,
} from '../../single-sign-on/index.ts';
import { principalOf, sessionOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { singleSignOn } from '../contract/index.ts';
import { stale, versionOf } from '../if-match.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { rateLimit } from '../rate-limit.ts';
import type { Services } from '../services.ts';
import { setSsoCookie } from '../sso-cookie.ts';
import { signInDeps } from '../sso-pages.ts';
import { whenceKept, whenceOf } from '../whence.ts';
import { slowDown, waits } from './sign-in-problems.ts';

type NewProvider = Static<typeof singleSignOn.saveSingleSignOn.body>['provider'];

/** How people of an organization sign in at its identity provider, and its directory's tokens. */
export function singleSignOnRoutes(app: FastifyInstance, services: Services): void {
  const { config, database, keyring, now } = services;
  const brake = rateLimit(60, 60, now);

  bind(app, 'getSingleSignOn', singleSignOn.getSingleSignOn, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const publicUrl = services.publicUrl();
    const connection = await loadConnection(database, await keyring.of(organizationId));
    const tokens = await listScimTokens(database, organizationId);
    return {
      connection: connection && shownConnection(connection),
      addresses: {
        redirectUri: redirectUri(publicUrl, organizationId),
        backChannelLogout: `${publicUrl}/sso/oidc/${organizationId}/logout`,
        ...serviceProvider(publicUrl, organizationId),
        scim: `${publicUrl}/scim/v2`,
      },
      tokens: tokens.map(({ id, createdAt, lastUsedAt }) => ({
        id,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
    };
  });

  bind(app, 'saveSingleSignOn', singleSignOn.saveSingleSignOn, async ({ body, request }) => {
    const who = principalOf(request);
    const keys = await keyring.of(who.organizationId);
    const current = await loadConnection(database, keys);
    if (current) {
      const sent = versionOf(request);
      if (sent !== current.version) throw stale(shownConnection(current), sent);
    }
    const provider = await usable(body.provider, current);
    return inTransaction(database, async (tx) => {
      const saved = await saveConnection(tx, keys, who, { ...body, provider }, now());
      if (saved.kind === 'refused') throw refused(`/${saved.field}`, saved.sentence);
      const { rolesFrom, createPeople, required } = body;
      const subject = { kind: provider.kind, rolesFrom, createPeople, required };
      const counts = { domains: body.domains.length, factorWords: body.factorWords.length };
      await noteIn(
        tx,
        services,
        request,
        'single_sign_on.changed',
        { ...subject, ...counts },
        keys,
      );
      return { version: saved.version };
    });
  });

  bind(app, 'removeSingleSignOn', singleSignOn.removeSingleSignOn, async ({ request }) =>
    inTransaction(database, async (tx) => {
      if (!(await removeConnection(tx, principalOf(request).organizationId))) {
        throw notFound('single sign-on');
      }
      await noteIn(tx, services, request, 'single_sign_on.removed', {});
      return null;
    }),
  );

  bind(app, 'makeScimToken', singleSignOn.makeScimToken, async ({ request }) =>
    inTransaction(database, async (tx) => {
      const who = principalOf(request);
      const { organizationId, userId } = who;
      const beyond = await beyondEverybody(tx, who, now());
      if (beyond !== null) throw new ApiProblem('not_possible_now', beyond);
      const made = await makeScimToken(tx, organizationId, userId, now());
      if (!made) {
        const sentence = `There are ${MOST_TOKENS} tokens already: take one back first.`;
        throw new ApiProblem('not_possible_now', sentence);
      }
      await noteIn(tx, services, request, 'scim.token_made', { tokenId: made.id });
      return made;
    }),
  );

  bind(app, 'revokeScimToken', singleSignOn.revokeScimToken, async ({ params, request }) =>
    inTransaction(database, async (tx) => {
      const { organizationId } = principalOf(request);
      if (!(await revokeScimToken(tx, organizationId, params.id, now()))) throw notFound('token');
      await noteIn(tx, services, request, 'scim.token_revoked', { tokenId: params.id });
      return null;
    }),
  );

  bind(app, 'beginSingleSignOn', singleSignOn.beginSingleSignOn, async (call) => {
    const { body, request, reply } = call;
    slowDown(reply, brake(request.ip));
    const organizationId = await findWay(database, body.email);
    if (organizationId === null) return { address: null };
    const address = await leave(request, reply, {
      organizationId,
      proves: null,
      factorGiven: false,
      next: body.next ?? '/',
      hint: body.email.trim(),
    });
    return { address };
  });

  bind(app, 'proveBySingleSignOn', singleSignOn.proveBySingleSignOn, async (call) => {
    const { body, request, reply } = call;
    slowDown(reply, brake(request.ip));
    const { userId, organizationId, email } = principalOf(request);
    const keys = await keyring.of(organizationId);
    if (!(await loadConnection(database, keys))) return { address: null };
    let factorGiven = false;
    if (body.code !== undefined) {
      const taken = await takeCode(database, keys, userId, body.code, whenceOf(request), now());
      if (taken.kind === 'waits') throw waits(reply, taken.until, now());
      if (taken.kind === 'wrong') {
        await note(services, request, 'session.refused', { again: true });
        throw new ApiProblem('invalid_content', 'This code is wrong, or was used already.');
      }
      factorGiven = true;
    } else {
      const { secondFactorRequired } = await signInSettings(database, organizationId);
      factorGiven = !secondFactorRequired && !hasFactor(await factorsOf(database, userId));
    }
    const proves = { sessionId: sessionOf(request).id, userId };
    const asked = { organizationId, proves, factorGiven, next: body.next ?? '/', hint: email };
    return { address: await leave(request, reply, asked) };
  });

  async function leave(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Omit<Parameters<typeof beginSignIn>[1], 'deviceHash'>,
  ): Promise<string> {
    const { deviceHash } = whenceKept(request, reply);
    const begun = await beginSignIn(signInDeps(services), { ...asked, deviceHash });
    if (begun.kind === 'refused') throw new ApiProblem('not_possible_now', begun.sentence);
    setSsoCookie(request, reply, begun.browser);
    return begun.address;
  }

  /** Refuses a provider that cannot be reached or verified; answers it with the secret that is kept. */
  async function usable(given: NewProvider, current: Connection | null) {
    const place = given.kind === 'oidc' ? given.issuer : given.signInUrl;
    const pointer = given.kind === 'oidc' ? '/provider/issuer' : '/provider/signInUrl';
    requireOutside(place, pointer);
    if (given.kind === 'saml') {
      return { ...given, certificates: given.certificates.map(readCertificate) };
    }
    const kept = current?.provider.kind === 'oidc' ? current.provider : null;
    // a secret that was kept goes to nobody else
    const same = kept?.issuer === given.issuer && kept.clientId === given.clientId;
    const clientSecret = given.clientSecret ?? (same ? (kept?.clientSecret ?? null) : null);
    if (clientSecret === null) {
      throw refused('/provider/clientSecret', 'Expected the client secret of this issuer.');
    }
    const provider = { ...given, clientSecret };
    try {
      await discover(provider, config.privateTargets);
    } catch (error) {
      throw refused(pointer, unreachable(error));
    }
    return provider;
  }

  function requireOutside(place: string, pointer: string): void {
    const url = URL.canParse(place) ? new URL(place) : null;
    const plain = url?.protocol === 'http:' && config.privateTargets;
    if (!url || !(url.protocol === 'https:' || plain) || url.username !== '') {
      throw refused(pointer, 'Expected an address such as https://login.example.org.');
    }
    try {
      checkOutside(url.hostname, config.privateTargets);
    } catch (error) {
      if (!(error instanceof NotOutside)) throw error;
      throw refused(pointer, error.message);
    }
  }
}

/** PEM, or the base64 alone as metadata has it, of a certificate that reads. */
function readCertificate(given: string, at: number): string {
  const bare = given.replace(/-----[A-Z ]+-----|\s/g, '');
  try {
    return new X509Certificate(Buffer.from(bare, 'base64')).toString();
  } catch {
    const sentence = 'Expected a certificate as PEM, from -----BEGIN CERTIFICATE----- on.';
    throw refused(`/provider/certificates/${at}`, sentence);
  }
}

function shownConnection({ organizationId: _, provider, ...rest }: Connection) {
  if (provider.kind === 'saml') return { ...rest, provider };
  const { kind, issuer, clientId } = provider;
  return { ...rest, provider: { kind, issuer, clientId } };
}

const refused = (pointer: string, detail: string) =>
  new ApiProblem('invalid_content', detail, [{ pointer, detail }]);
