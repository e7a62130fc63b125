import { readEmail } from '@postern/core/contacts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  listSuppressions,
  releaseSuppression,
  type ShownSuppression,
  suppress,
} from '../../consent/index.ts';
import { inTransaction } from '../../database/index.ts';
import { feedbackAddress } from '../../delivery/index.ts';
import { loadStream } from '../../domains/index.ts';
import { getOrganization } from '../../organizations/index.ts';
import {
  listReturnedMail,
  openReturnedMail,
  type ShownReturn,
  takeIn,
} from '../../returns/index.ts';
import { listProviders, releaseProvider } from '../../shaping/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requirePeople } from '../class-guard.ts';
import { returns } from '../contract/index.ts';
import { badCursor, decodeCursor, encodeCursor, isUuid } from '../cursor.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

/** What came back, who is written to no more, and how much each provider's people complain. */
export function returnsRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const keysOf = (request: FastifyRequest) => keyring.of(principalOf(request).organizationId);
  const placeOf = (query: { limit?: number; cursor?: string }) => ({
    limit: query.limit ?? 50,
    cursor: decodeCursor(query.cursor, isUuid) ?? null,
  });

  // a feedback loop hands over the message as it is
  app.addContentTypeParser('message/rfc822', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, { source: body.toString().replaceAll('\0', '\uFFFD') });
  });

  bind(app, 'listReturnedMail', returns.listReturnedMail, async ({ query, request }) => {
    const filter = { ...placeOf(query), class: query.class ?? null };
    const page = await listReturnedMail(database, await keysOf(request), filter);
    if (page.kind === 'bad-cursor') throw badCursor();
    await note(services, request, 'returns.listed', { count: page.returns.length });
    return { data: page.returns.map(shownReturn), nextCursor: cursorOf(page.nextCursor) };
  });

  bind(app, 'readReturnedMail', returns.readReturnedMail, async ({ params, request }) => {
    // what comes back may hold the message that was sent, and words of whoever answered
    requirePeople(request, { sensitivity: 'diagnosis' }, 'A message that came back');
    const opened = await openReturnedMail(database, await keysOf(request), params.id);
    if (opened === null) throw notFound('message');
    await note(services, request, 'returns.read', { messageId: params.id });
    return opened;
  });

  bind(app, 'takeInMail', returns.takeInMail, async ({ body, request }) => {
    const received = await takeIn(services, await keysOf(request), Buffer.from(body.source));
    if (received.kind === 'known') return { id: null, class: null, acted: [] };
    const { id, class: found, acted } = received;
    await note(services, request, 'returns.taken_in', { messageId: id, class: found });
    return { id, class: found, acted };
  });

  bind(app, 'listSuppressions', returns.listSuppressions, async ({ query, request }) => {
    const page = await listSuppressions(database, await keysOf(request), placeOf(query));
    if (page.kind === 'bad-cursor') throw badCursor();
    await note(services, request, 'suppression.listed', { count: page.suppressions.length });
    return { data: page.suppressions.map(shownSuppression), nextCursor: cursorOf(page.nextCursor) };
  });

  bind(app, 'addSuppression', returns.addSuppression, async ({ body, request }) => {
    const email = readEmail(body.email);
    if (email === null) {
      const detail = 'This is not an email address such as maria@example.org.';
      throw new ApiProblem('invalid_content', detail, [{ pointer: '/email', detail }]);
    }
    const keys = await keysOf(request);
    const source = principalOf(request).userId;
    return inTransaction(database, async (tx) => {
      const by = { email, reason: 'by_hand', detail: null, source, at: now() } as const;
      const added = await suppress(tx, keys, by);
      if (added) {
        await noteIn(tx, services, request, 'suppression.added', { reason: 'by_hand' }, keys);
      }
      return { added };
    });
  });

  bind(app, 'releaseSuppression', returns.releaseSuppression, async ({ params, request }) => {
    const { organizationId, userId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const by = { userId, at: now() };
      const released = await releaseSuppression(tx, organizationId, params.id, by);
      if (!released) throw notFound('suppression');
      const subject = { suppressionId: params.id };
      await noteIn(tx, services, request, 'suppression.released', subject);
      return { released };
    });
  });

  bind(app, 'listProviders', returns.listProviders, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const { number } = await getOrganization(database, organizationId);
    const { returnPathDomain } = await loadStream(database, organizationId, 'marketing');
    const providers = await listProviders(database, organizationId, now());
    return {
      data: providers.map((one) => ({
        ...one,
        stoppedSince: one.stoppedSince?.toISOString() ?? null,
      })),
      feedbackAddress: feedbackAddress(await keysOf(request), number, returnPathDomain),
    };
  });

  bind(app, 'releaseProvider', returns.releaseProvider, async ({ body, request }) => {
    const { organizationId, userId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const by = { userId, at: now() };
      const stopId = await releaseProvider(tx, organizationId, body.provider, by);
      if (stopId === null) throw notFound('stop');
      await noteIn(tx, services, request, 'provider.released', { stopId });
      return { released: true };
    });
  });
}

const cursorOf = (next: string | null) => (next === null ? null : encodeCursor(next));

const shownReturn = ({ receivedAt, ...row }: ShownReturn) => ({
  ...row,
  receivedAt: receivedAt.toISOString(),
});

function shownSuppression({ id, reason, detail, since, person }: ShownSuppression) {
  return { id, reason, detail, since: since.toISOString(), person };
}
