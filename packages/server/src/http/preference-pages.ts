import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getPortalSettings } from '../organizations/index.ts';
import {
  askRestriction,
  type Chooser,
  choosePreferences,
  findPreferences,
  leaveEverything,
  moreComesNotice,
  type Origin,
  REASON_LENGTH,
  revokeAuthorization,
  whoseLink,
} from '../preferences/index.ts';
import { field } from './form-token.ts';
import { preferenceForms, readChosen } from './preferences-form.ts';
import { preferencesPage, revokePage, SAID, type Said } from './preferences-html.ts';
import { PUBLIC_POLICY, publicPage } from './public-page.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';

type Asked = FastifyRequest<{
  Params: { token: string };
  Querystring: { said?: unknown; revoke?: unknown };
}>;

const BODY_BYTES = 64 * 1024;
const BROWSER_LENGTH = 300;
const OLD_FORM =
  'The page was open for a long time, so nothing was saved. Please choose again and press the button.';
const REWORDED =
  'What can be chosen here has changed since you opened the page, so nothing was saved. Please look at it again.';

/**
 * The preference centre: `/p/<token>`, with the token of a message's links. One address for
 * everything; what is posted to it says what it is (`act`). Looking changes nothing.
 */
export function preferencePages(app: FastifyInstance, services: Services): void {
  const { now, log } = services;
  const byAddress = rateLimit(120, 600, now);
  const byToken = rateLimit(30, 600, now);
  /** Nobody is flooded by who opens and shuts again. */
  const told = rateLimit(3, 86_400, now);
  /** Mail on its way: the answer does not wait for it. */
  const sending = new Set<Promise<unknown>>();
  app.addHook('onClose', async () => void (await Promise.all(sending)));

  void app.register(async (scope) => {
    scope.removeContentTypeParser('application/x-www-form-urlencoded');
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_BYTES },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.addHook('onRequest', async (_request, reply) => {
      void reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', PUBLIC_POLICY)
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .header('x-content-type-options', 'nosniff')
        .header('x-robots-tag', 'noindex, noarchive');
    });
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      const status = error.statusCode ?? ('status' in error ? Number(error.status) : 500);
      const route = request.routeOptions.url ?? 'none';
      if (status >= 500)
        log.error({ requestId: String(request.id), route, error }, 'A request failed');
      return reply.status(status).type('text/html; charset=utf-8').send(failed(status));
    });

    scope.get('/p/:token', async (request: Asked, reply) => {
      const chooser = await whoseLink(services, request.params.token);
      if (chooser === null) return reply.status(404).send(unknownLink());
      const { revoke, said } = request.query;
      if (typeof revoke === 'string') {
        const { allowed } = await findPreferences(services, chooser);
        const one = allowed.find(({ ref }) => ref === revoke);
        if (one === undefined) return reply.redirect(`${here(request)}?said=same`, 303);
        const formToken = tokenFor(request, reply);
        return reply.send(revokePage(chooser, one, { formToken, back: here(request) }));
      }
      return shown(request, reply, chooser, { said: isSaid(said) ? SAID[said] : '' });
    });

    scope.post('/p/:token', async (request: Asked, reply) => {
      const { token } = request.params;
      const act = field(request, 'act');
      const leaves = act === 'leave';
      // who leaves is not made to wait for others at the same address
      const wait = Math.max(leaves ? 0 : byAddress(request.ip), byToken(token));
      if (wait > 0) return reply.status(429).header('retry-after', String(wait)).send(failed(429));
      const chooser = await whoseLink(services, token);
      if (chooser === null) return reply.status(404).send(unknownLink());
      // no more than the link is asked of who opts out (16 CFR 316.5): a cookie may be refused
      if (!leaves && !preferenceForms.isOurs(request, token, field(request, 'form'))) {
        return shown(request, reply.status(403), chooser, { said: OLD_FORM });
      }
      const origin = originOf(request);
      switch (act) {
        case 'choose':
          return choose(request, reply, chooser, origin);
        case 'leave':
          await leaveEverything(services, chooser, { origin, token });
          return done(request, reply, 'left');
        case 'revoke': {
          const ref = field(request, 'ref');
          const revoked = await revokeAuthorization(services, chooser, { ref, origin });
          return done(request, reply, revoked ? 'revoked' : 'same');
        }
        case 'restrict':
          return restrict(request, reply, chooser, origin);
        default:
          return reply.status(400).send(failed(400));
      }
    });
  });

  async function choose(request: Asked, reply: FastifyReply, chooser: Chooser, origin: Origin) {
    const chosen = readChosen(request);
    if (chosen === null) return reply.status(400).send(failed(400));
    const mark = field(request, 'mark');
    const chose = await choosePreferences(services, chooser, chosen, { origin, mark });
    if (chose === 'reworded') {
      return shown(request, reply.status(409), chooser, { said: REWORDED });
    }
    if (chose.allowsMore && told(chooser.contactId) === 0) tell(chooser);
    return done(request, reply, chose.count === 0 ? 'same' : 'saved');
  }

  async function restrict(request: Asked, reply: FastifyReply, chooser: Chooser, origin: Origin) {
    const reason = field(request, 'reason').replaceAll('\r\n', '\n').trim();
    const fault =
      reason === ''
        ? 'Write first what should not be done'
        : reason.length > REASON_LENGTH
          ? `Write at most ${REASON_LENGTH.toLocaleString('en-US')} characters; these are ${reason.length.toLocaleString('en-US')}`
          : null;
    if (fault !== null) {
      return shown(request, reply.status(422), chooser, { draft: { text: reason, fault } });
    }
    await askRestriction(services, chooser, { reason, origin });
    return done(request, reply, 'asked');
  }

  /** The link alone lets more in, and others may have it: the address on file hears of it. */
  function tell({ organizationId, contactId }: Chooser): void {
    const mail = getPortalSettings(services.database, organizationId)
      .then((settings) => services.sendNotice(organizationId, contactId, moreComesNotice(settings)))
      .catch((error: unknown) =>
        log.error({ error, event: 'preferences.told' }, 'A mail was not sent'),
      )
      .finally(() => sending.delete(mail));
    sending.add(mail);
  }

  const tokenFor = (request: Asked, reply: FastifyReply) =>
    preferenceForms.tokenFor(request, reply, services, request.params.token);

  async function shown(
    request: Asked,
    reply: FastifyReply,
    chooser: Chooser,
    over: Partial<Parameters<typeof preferencesPage>[2]>,
  ) {
    const formToken = tokenFor(request, reply);
    const preferences = await findPreferences(services, chooser);
    return reply.send(preferencesPage(chooser, preferences, { formToken, ...over }));
  }
}

const isSaid = (word: unknown): word is Said =>
  typeof word === 'string' && Object.hasOwn(SAID, word);

/** This page again, whatever stands before it in the address; never another place. */
const here = ({ params }: Asked) => `./${encodeURIComponent(params.token)}`;

const done = (request: Asked, reply: FastifyReply, said: Said) =>
  reply.redirect(`${here(request)}?said=${said}`, 303);

function originOf(request: FastifyRequest): Origin {
  const browser = request.headers['user-agent'] ?? '';
  return { address: request.ip, browser: browser.slice(0, BROWSER_LENGTH) };
}

function unknownLink(): string {
  return publicPage(
    'This link leads nowhere',
    '<p>It was cut or altered on its way, or there is nobody on file any more for whom it was made. Open the message again and press the link there, or tell the sender’s staff: they can change what you get.</p>',
  );
}

function failed(status: number): string {
  const [title, sentence] =
    status === 429 || status === 503
      ? ['Too many tries at once', 'Wait some minutes, then open the link again.']
      : status < 500
        ? ['That cannot be read', 'Open the link in the message again.']
        : [
            'Something failed on our side',
            'Nothing was changed. Open the link again in some minutes.',
          ];
  return publicPage(title ?? '', `<p>${sentence}</p>`);
}
