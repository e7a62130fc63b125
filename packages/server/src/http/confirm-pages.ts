import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Confirmation, confirm, locateConfirmation } from '../forms/index.ts';
import { escapeHtml } from '../portal/index.ts';
import { originOf } from './origin-of.ts';
import { publicPage } from './public-page.ts';
import { failedPages, publicScope } from './public-scope.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';

type Asked = FastifyRequest<{ Params: { token: string } }>;

const failed = failedPages('open the link in the mail again');

/**
 * Where the mailed link leads: `/confirm/<token>`. Opening it changes nothing, since scanners follow
 * links; the page has one button. It says who the sender is, and nothing of whoever has the address.
 */
export function confirmPages(app: FastifyInstance, services: Services): void {
  const byAddress = rateLimit(120, 600, services.now);

  void app.register(async (scope) => {
    publicScope(scope, services.log, { failed });

    scope.get('/confirm/:token', async (request: Asked, reply) => {
      const found = await locateConfirmation(services, request.params.token);
      if (found === null) return reply.status(404).send(overPage());
      return reply.send(found.done ? donePage(found) : confirmPage(found));
    });

    scope.post('/confirm/:token', async (request: Asked, reply) => {
      const wait = byAddress(request.ip);
      if (wait > 0) {
        return reply.status(429).header('retry-after', String(wait)).send(failed(429));
      }
      const found = await locateConfirmation(services, request.params.token);
      const done = found && (await confirm(services, found, originOf(request)));
      if (found === null || done === null) return reply.status(404).send(overPage());
      return reply.send(donePage(found));
    });
  });
}

const WORDS = {
  sign_up: (sender: string) =>
    `Somebody, probably you, asked ${sender} to send mailings to this address. Press the button, and they begin. Every one of them has a link to end it.`,
  more: (sender: string) =>
    `By the link in a message somebody, probably you, asked ${sender} for more mail than before. Press the button, and it comes.`,
} as const;

function confirmPage({ kind, organizationName }: Confirmation): string {
  return publicPage(
    'Do you want this mail?',
    `<p>${WORDS[kind](escapeHtml(organizationName))}</p>
<form method="post"><button type="submit">Yes, send it</button></form>
<p class="quiet">If it was not you, close this page: nothing changes, and what was entered is deleted.</p>`,
  );
}

const donePage = ({ organizationName }: Confirmation) =>
  publicPage(
    'It is confirmed',
    `<p>What you asked ${escapeHtml(organizationName)} for comes from now on. The link in each message ends it again, or lets you choose.</p>`,
  );

const overPage = () =>
  publicPage(
    'This link has ended',
    '<p>Its time is over, you chose otherwise since, or it was cut or altered on its way. Nothing was changed. If you want the mail, ask for it again.</p>',
  );
