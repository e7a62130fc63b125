import { isIP } from 'node:net';
import { DEFAULT_WARM_UP, suffixProblem } from '@postern/core/shaping';
import type { FastifyInstance } from 'fastify';
import { inTransaction } from '../../database/index.ts';
import {
  deleteReceiver,
  getPace,
  listReceivers,
  listSiteEvents,
  listSites,
  listWarmUps,
  putPace,
  putReceiver,
  putWarmUp,
  releaseSite,
  type VersionedPace,
} from '../../shaping/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { shaping } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

export function shapingRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;

  bind(app, 'listReceivers', shaping.listReceivers, async ({ request }) => ({
    data: await listReceivers(database, principalOf(request).organizationId),
  }));

  bind(app, 'putReceiver', shaping.putReceiver, async ({ params, body, request, reply }) => {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    const receiver = { suffix: params.suffix, ...body };
    return inTransaction(database, async (tx) => {
      const done = await putReceiver(tx, organizationId, receiver, version, now());
      if (done.kind === 'invalid') throw unfit('/suffix', done.sentence);
      if (done.kind === 'stale') throw stale(done.current, version);
      const { suffix, connections, perSecond } = done.receiver;
      const subject = { suffix, connections, perSecond, version: done.receiver.version };
      await noteIn(tx, services, request, 'receiver.changed', subject);
      return withEtag(reply, done.receiver);
    });
  });

  bind(app, 'deleteReceiver', shaping.deleteReceiver, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    return inTransaction(database, async (tx) => {
      const done = await deleteReceiver(tx, organizationId, params.suffix, version);
      if (done === null) throw notFound('receiver');
      if (done.kind === 'stale') throw stale(done.current, version);
      await noteIn(tx, services, request, 'receiver.deleted', { suffix: params.suffix });
      return null;
    });
  });

  bind(app, 'listSites', shaping.listSites, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const data = await listSites(database, organizationId, now());
    return { data, events: await listSiteEvents(database, organizationId) };
  });

  bind(app, 'releaseSite', shaping.releaseSite, async ({ body, request }) => {
    const { organizationId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const released = await releaseSite(tx, organizationId, body.site, now());
      if (released === 0) {
        throw new ApiProblem('not_possible_now', 'Nothing holds this site back any more.');
      }
      // which site it was stands in its history; a domain can be one person's
      await noteIn(tx, services, request, 'site.released', { holds: released });
      return { released };
    });
  });

  bind(app, 'listWarmUps', shaping.listWarmUps, async ({ request }) => ({
    data: await listWarmUps(database, principalOf(request).organizationId, now()),
    defaultPlan: [...DEFAULT_WARM_UP],
  }));

  bind(app, 'putWarmUp', shaping.putWarmUp, async ({ params, body, request, reply }) => {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    const { subject } = params;
    if (isIP(subject) === 0 && (subject === '*' || suffixProblem(subject) !== null)) {
      const expected = 'Expected a sending domain such as mail.example.org, or an IP address.';
      throw unfit('/subject', expected);
    }
    return inTransaction(database, async (tx) => {
      const done = await putWarmUp(tx, organizationId, { subject, ...body }, version, now());
      if (done.kind === 'unknown') throw notFound('warm-up plan');
      if (done.kind === 'stale') throw stale(done.warmUp, version);
      const { enabled, plan } = body;
      const about = { subject, enabled, days: plan.length };
      await noteIn(tx, services, request, 'warm_up.changed', about);
      return withEtag(reply, done.warmUp);
    });
  });

  bind(app, 'getPace', shaping.getPace, async ({ request, reply }) =>
    withEtag(reply, shown(await getPace(database, principalOf(request).organizationId))),
  );

  bind(app, 'putPace', shaping.putPace, async ({ body, request, reply }) => {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    const { perMinute, window, timeZone } = body;
    const pace = { perSecond: perMinute && perMinute / 60, window, timeZone };
    return inTransaction(database, async (tx) => {
      const done = await putPace(tx, organizationId, pace, version);
      if (done.kind === 'invalid') throw unfit(`/${done.field}`, done.sentence);
      if (done.kind === 'stale') throw stale(shown(done.pace), version);
      const subject = { perMinute, windowed: window !== null, timeZone };
      await noteIn(tx, services, request, 'pace.changed', subject);
      return withEtag(reply, shown(done.pace));
    });
  });
}

const shown = ({ perSecond, ...rest }: VersionedPace) => ({
  ...rest,
  perMinute: perSecond === null ? null : Math.round(perSecond * 60),
});

const unfit = (pointer: string, detail: string) =>
  new ApiProblem('invalid_content', detail, [{ pointer, detail }]);
