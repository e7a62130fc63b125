import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askMore, confirmNotice, type Kept } from '../forms/index.ts';
import { getPortalSettings } from '../organizations/index.ts';
import {
  askRestriction,
  type Chooser,
  choosePreferences,
  findPreferences,
  leaveEverything,
  type Origin,
  REASON_LENGTH,
  revokeAuthorization,
  whoseLink,
} from '../preferences/index.ts';
import { field } from './form-token.ts';
import { originOf } from './origin-of.ts';
import { preferenceForms, readChosen } from './preferences-form.ts';
import { preferencesPage, revokePage, SAID, type Said } from './preferences-html.ts';
import { publicPage } from './public-page.ts';
import { failedPages, publicScope } from './public-scope.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';

type Asked = FastifyRequest<{
  Params: { token: string };
  Querystring: { said?: unknown; revoke?: unknown };
}>;

const failed = failedPages('open the link in the message again');
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
  /** Mail on its way: the answer does not wait for it. */
  const sending = new Set<Promise<unknown>>();
  app.addHook('onClose', async () => void (await Promise.all(sending)));

  void app.register(async (scope) => {
    publicScope(scope, log, { failed });

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
    if (chose.more.length > 0) {
      const { more: facts, wording } = chose;
      mail(chooser, await askMore(services, chooser, { facts, wording, origin }));
      return done(request, reply, 'mailed');
    }
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

  /** To the address on file, where it is confirmed; null: they got enough of them today. */
  function mail({ organizationId, contactId }: Chooser, kept: Kept | null) {
    if (kept === null) return;
    const sent = getPortalSettings(services.database, organizationId)
      .then(({ senderName }) => confirmNotice(senderName, services.publicUrl(), kept))
      .then((notice) => services.sendNotice(organizationId, contactId, notice))
      .catch((error: unknown) =>
        log.error({ error, event: 'preferences.mailed' }, 'A mail was not sent'),
      )
      .finally(() => sending.delete(sent));
    sending.add(sent);
  }

  const tokenFor = (request: Asked, reply: FastifyReply) =>
    preferenceForms.tokenFor(request, reply, request.params.token);

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

function unknownLink(): string {
  return publicPage(
    'This link leads nowhere',
    '<p>It was cut or altered on its way, or there is nobody on file any more for whom it was made. Open the message again and press the link there, or tell the sender’s staff: they can change what you get.</p>',
  );
}
