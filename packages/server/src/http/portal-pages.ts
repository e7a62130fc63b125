import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  identify,
  locateMessage,
  openForReader,
  openMessageAttachment,
  REPLY_LENGTH,
  type ReadableMessage,
  recordRead,
  replyToMessage,
  requestCode,
  SESSION_MINUTES,
} from '../portal/index.ts';
import { asDownload } from './as-download.ts';
import { field } from './form-token.ts';
import { cookieName } from './over-tls.ts';
import { cookieOptions, portalForms, READER_COOKIE, readShown } from './portal-form.ts';
import {
  type Beside,
  CLOSED,
  CODE_ASKED,
  identifyPage,
  messagePage,
  type Sender,
} from './portal-html.ts';
import { publicPage } from './public-page.ts';
import { publicScope } from './public-scope.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';

type Asked = FastifyRequest<{
  Params: { token: string };
  Querystring: { said?: unknown; file?: unknown };
}>;

/** Nothing runs, nothing is fetched; pictures only those that lie in the message itself. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const BODY_BYTES = 256 * 1024;
const TIMED_OUT = `The message had closed by itself after ${SESSION_MINUTES} minutes. Show again who you are; the reply that you wrote is kept.`;
const NOT_SENT_YET = 'This is not sent yet. Press the button to send it.';
const OLD_FORM = 'The page was open for a long time. Please type it again.';

/**
 * Pick-up: `/m/<token>`. One address for everything; what is posted to it says what it is (`act`).
 * A stranger is not told whether there is a message: every link shows the same form, and a form
 * that opens nothing gets the same answer.
 */
export function portalPages(app: FastifyInstance, services: Services): void {
  const { now, log } = services;
  const byAddress = rateLimit(60, 600, now);
  const byToken = rateLimit(20, 600, now);
  /** Codes on their way: the answer does not wait for them, since waiting would tell. */
  const sending = new Set<Promise<unknown>>();
  app.addHook('onClose', async () => void (await Promise.all(sending)));

  void app.register(async (scope) => {
    publicScope(scope, log, { failed, policy: POLICY, bodyBytes: BODY_BYTES });

    scope.get('/m/:token', async (request: Asked, reply) => {
      const message = await readable(request);
      if (message === null) return form(request, reply);
      const { file } = request.query;
      if (file !== undefined) return download(reply, message, file);
      if (request.method === 'GET') await recordRead(services, message);
      return shown(request, reply, message, { sent: request.query.said === 'sent' });
    });

    scope.post('/m/:token', async (request: Asked, reply) => {
      const { token } = request.params;
      const wait = Math.max(byAddress(request.ip), byToken(token));
      if (wait > 0) return reply.status(429).header('retry-after', String(wait)).send(failed(429));
      if (!portalForms.isOurs(request, token, field(request, 'form'))) {
        return form(request, reply.status(403), { said: OLD_FORM });
      }
      switch (field(request, 'act')) {
        case 'open':
          return open(request, reply);
        case 'code':
          return sendCode(request, reply);
        case 'reply':
          return takeReply(request, reply);
        case 'close':
          void reply.clearCookie(cookieName(request, READER_COOKIE), cookieOptions(request, 0));
          return reply.redirect(`${here(token)}?said=closed`, 303);
        default:
          return reply.status(400).send(failed(400));
      }
    });
  });

  const readable = (request: Asked) =>
    openForReader(
      services,
      request.params.token,
      request.cookies[cookieName(request, READER_COOKIE)],
    );

  /** The form, with whom to turn to where the link is one that they made. */
  async function form(
    request: Asked,
    reply: FastifyReply,
    over: Parameters<typeof identifyPage>[2] = {},
  ) {
    const { token } = request.params;
    const located = await locateMessage(services, token);
    const sender: Sender | null = located && {
      name: located.settings.senderName,
      postalAddress: located.postalAddress,
    };
    // what was said before is no longer so when something was posted since
    const said = request.method === 'POST' ? '' : saidBefore(request);
    const page = identifyPage(portalForms.tokenFor(request, reply, token), sender, {
      said,
      ...over,
    });
    return reply.send(page);
  }

  async function open(request: Asked, reply: FastifyReply) {
    const { birthDate, word, typed } = readShown(request, now());
    // what is missing is said of every link alike, and is no try
    const kept = replyIn(request);
    if (Object.keys(typed.errors).length > 0) {
      return form(request, reply.status(422), { typed, kept });
    }
    const found = await identify(services, request.params.token, { birthDate, word });
    if (found.kind === 'busy') {
      return reply.status(503).header('retry-after', '5').send(failed(503));
    }
    if (found.kind === 'refused') {
      return form(request, reply.status(422), { typed, kept, refused: true });
    }
    void reply.setCookie(
      cookieName(request, READER_COOKIE),
      found.session,
      cookieOptions(request, SESSION_MINUTES * 60),
    );
    const message = kept && (await openForReader(services, request.params.token, found.session));
    if (!message) return reply.redirect(here(request.params.token), 303);
    await recordRead(services, message);
    return shown(request, reply, message, { draft: { text: kept, fault: NOT_SENT_YET } });
  }

  async function sendCode({ params }: Asked, reply: FastifyReply) {
    const work = requestCode(services, params.token)
      .catch((error: unknown) => log.error({ error, event: 'portal.code' }, 'A code was not sent'))
      .finally(() => sending.delete(work));
    sending.add(work);
    return reply.redirect(`${here(params.token)}?said=code`, 303);
  }

  async function takeReply(request: Asked, reply: FastifyReply) {
    const text = replyIn(request);
    const message = await readable(request);
    if (message === null) return form(request, reply.status(403), { said: TIMED_OUT, kept: text });
    const fault =
      text === ''
        ? 'Write something first'
        : text.length > REPLY_LENGTH
          ? `Write at most 10,000 characters; these are ${text.length.toLocaleString('en-US')}`
          : (await replyToMessage(services, message, text)) === 'too-many'
            ? 'No more replies can be sent to this message. If there is more to say, call.'
            : null;
    if (fault !== null) {
      return shown(request, reply.status(422), message, { draft: { text, fault } });
    }
    return reply.redirect(`${here(request.params.token)}?said=sent`, 303);
  }

  async function download(reply: FastifyReply, message: ReadableMessage, place: unknown) {
    const wanted = typeof place === 'string' && /^\d$/.test(place) ? Number(place) : null;
    const file = wanted === null ? null : await openMessageAttachment(services, message, wanted);
    return file === null ? reply.status(404).send(failed(404)) : asDownload(reply, file);
  }

  async function shown(
    request: Asked,
    reply: FastifyReply,
    message: ReadableMessage,
    over: Partial<Beside>,
  ) {
    const formToken = portalForms.tokenFor(request, reply, request.params.token);
    return reply.send(messagePage(message, { formToken, replies: message.replies, ...over }));
  }
}

/** What somebody wrote, with the line ends of its textarea. */
const replyIn = (request: FastifyRequest) => field(request, 'text').replaceAll('\r\n', '\n').trim();

const saidBefore = ({ query }: Asked) =>
  query.said === 'code' ? CODE_ASKED : query.said === 'closed' ? CLOSED : '';

/** This page again, whatever stands before it in the address; never another place. */
const here = (token: string) => `./${encodeURIComponent(token)}`;

function failed(status: number): string {
  const [title, sentence] =
    status === 429 || status === 503
      ? ['Too many tries at once', 'Wait some minutes, then open the link again.']
      : status === 413
        ? ['That was too long', 'Go back and write a shorter reply.']
        : status < 500
          ? ['That cannot be read', 'Open the link in the mail again.']
          : [
              'Something failed on our side',
              'Nothing is lost. Open the link again in some minutes.',
            ];
  return publicPage(title ?? '', `<p>${sentence}</p>`);
}
