import type { FastifyInstance } from 'fastify';
import {
  PIXEL,
  recordClick,
  recordOpen,
  type Unsubscribing,
  unsubscribe,
  unsubscribePage,
} from '../tracking/index.ts';
import { PUBLIC_POLICY, publicPage } from './public-page.ts';
import type { Services } from './services.ts';

type Token = { Params: { token: string } };
type Place = { Params: { token: string; place: string } };

const SCOPES = {
  all_commercial: 'news, offers and other promotional mail',
  marketing: 'marketing mail',
  fundraising: 'requests for donations',
} as const;

/** The links in a message: no sign-in, no script, and no word about who it was sent to. */
export function publicLinks(app: FastifyInstance, services: Services): void {
  // RFC 8058: mail programs post a form; what it says is known from the address
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume().on('end', () => done(null, null));
  });

  app.get<Token>('/o/:token', async (request, reply) => {
    await recordOpen(services, request.params.token, { head: request.method === 'HEAD' });
    // the same answer whether or not it was one of ours; mail is shown under other origins
    return reply
      .type('image/gif')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(PIXEL);
  });

  app.get<Place>('/c/:token/:place', async (request, reply) => {
    const { token, place } = request.params;
    const found = await recordClick(services, token, place, { head: request.method === 'HEAD' });
    if (found.kind === 'redirect') return reply.redirect(found.target, 302);
    return reply
      .status(404)
      .type('text/html')
      .header('content-security-policy', PUBLIC_POLICY)
      .send(
        publicPage(
          'This link leads nowhere',
          '<p>It was cut or altered on its way. Open the message again and press the link there.</p>',
        ),
      );
  });

  app.get<Token>('/u/:token', async (request, reply) => {
    const page = await unsubscribePage(services, request.params.token);
    void reply.type('text/html').header('content-security-policy', PUBLIC_POLICY);
    if (page.kind === 'unknown') return reply.status(404).send(unknownLink());
    const { title, text } = offer(page);
    return publicPage(
      escape(title),
      `<p>${escape(text)}</p>
       <form method="post"><button type="submit">Yes, stop it</button></form>
       <p class="quiet">Nothing changes until you press the button.</p>
       <p>${choices(request.params.token, 'Choose instead what you get')}</p>`,
    );
  });

  app.post<Token>('/u/:token', async (request, reply) => {
    const oneClick = !request.headers['sec-fetch-mode'];
    const page = oneClick ? null : await unsubscribePage(services, request.params.token);
    const said = page === null || page.kind === 'unknown' ? null : offer(page);
    const done = await unsubscribe(
      services,
      request.params.token,
      oneClick ? 'one-click' : 'page',
      {
        shown: said && `${said.title}\n${said.text}`,
        evidence: {
          address: request.ip,
          browser: (request.headers['user-agent'] ?? '').slice(0, 300),
        },
      },
    );
    void reply.type('text/html').header('content-security-policy', PUBLIC_POLICY);
    if (done.kind === 'unknown') return reply.status(404).send(unknownLink());
    const name = escape(done.organizationName);
    return publicPage(
      'It is stopped',
      `<p>You get no more ${done.scopes.map((scope) => SCOPES[scope]).join(' and ')} from ${name}, from this moment on.</p>
       <p>Changed your mind? ${choices(request.params.token, 'Choose what you get')}, or tell the staff of ${name}.</p>`,
    );
  });
}

/** What the page says before the button, as it is kept with what they chose. */
function offer(page: Exclude<Unsubscribing, { kind: 'unknown' }>) {
  const what = page.scopes.map((scope) => SCOPES[scope]).join(' and ');
  const name = page.organizationName;
  return {
    title: `Stop mail from ${name}?`,
    text: `You will get no more ${what} from ${name}. Mail about your own care, such as appointments and results, still comes.`,
  };
}

/** The preference centre, by the same token. */
const choices = (token: string, words: string) =>
  `<a href="../p/${encodeURIComponent(token)}">${words}</a>`;

function unknownLink(): string {
  return publicPage(
    'This link is not one of ours',
    '<p>It was cut or altered on its way. Open the message again and press the link there, or tell the sender’s staff: they can stop the mail for you.</p>',
  );
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
