import type { FastifyInstance, FastifyRequest } from 'fastify';
import { loadDefinitions } from '../contacts/index.ts';
import {
  askSignUp,
  confirmNotice,
  type Kept,
  mayBeAsked,
  type ShownForm,
  shownForm,
} from '../forms/index.ts';
import { field } from './form-token.ts';
import { framePolicy } from './frame-policy.ts';
import { originOf } from './origin-of.ts';
import { failedPages, publicScope } from './public-scope.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';
import { readSignUp } from './sign-up-form.ts';
import { askedPage, closedPage, NOTHING, signUpPage, TRAP } from './sign-up-html.ts';

type Asked = FastifyRequest<{ Params: { token: string } }>;

const failed = failedPages('open the form again');
const REWORDED =
  'What stands here has changed since you opened the page, so nothing was sent. Please look at it again.';

/**
 * Sign-up forms: `/s/<token>`, for anybody, in a frame of the sites that the form names. Looking changes
 * nothing, and the answer to what is filled in is the same whoever has the address. No cookie: there is
 * nothing here that another site could have a visitor do which it could not do itself.
 */
export function signUpPages(app: FastifyInstance, services: Services): void {
  const { database, now, log } = services;
  const byAddress = rateLimit(30, 600, now);
  const byForm = rateLimit(1_000, 600, now);
  /** Mail on its way: the answer does not wait for it, and so does not tell whether there is any. */
  const sending = new Set<Promise<unknown>>();
  app.addHook('onClose', async () => void (await Promise.all(sending)));

  void app.register(async (scope) => {
    publicScope(scope, log, { failed });

    scope.get('/s/:token', async (request: Asked, reply) => {
      const shown = await shownForm(database, request.params.token);
      if (shown === null) return reply.status(404).send(closedPage());
      void reply.header('content-security-policy', framePolicy(shown.form.content.places));
      return reply.send(signUpPage(shown, NOTHING));
    });

    scope.post('/s/:token', async (request: Asked, reply) => {
      const { token } = request.params;
      const wait = Math.max(byAddress(request.ip), byForm(token));
      if (wait > 0) {
        return reply.status(429).header('retry-after', String(wait)).send(failed(429));
      }
      const shown = await shownForm(database, token);
      if (shown === null) return reply.status(404).send(closedPage());
      void reply.header('content-security-policy', framePolicy(shown.form.content.places));
      // a machine is told what everybody is told
      if (field(request, TRAP) !== '') return reply.send(askedPage(shown));
      const definitions = await loadDefinitions(database, shown.organizationId);
      const { typed, signUp } = readSignUp(request, shown, definitions);
      if (field(request, 'mark') !== shown.mark) {
        return reply.status(409).send(signUpPage(shown, { ...typed, faults: {} }, REWORDED));
      }
      if (signUp === null) return reply.status(422).send(signUpPage(shown, typed));
      const kept = await askSignUp(services, shown, { ...signUp, origin: originOf(request) });
      if (kept !== null) mail(shown, signUp.email, kept);
      return reply.send(askedPage(shown));
    });
  });

  function mail({ organizationId, noticeFrom }: ShownForm, address: string, kept: Kept): void {
    const notice = confirmNotice(noticeFrom, services.publicUrl(), kept);
    const send = async () => {
      if (!(await mayBeAsked(services, organizationId, address))) return;
      await services.sendNoticeTo(organizationId, address, notice);
    };
    const sent = send()
      .catch((error: unknown) =>
        log.error({ error, event: 'sign_up.mailed' }, 'A mail was not sent'),
      )
      .finally(() => sending.delete(sent));
    sending.add(sent);
  }
}
