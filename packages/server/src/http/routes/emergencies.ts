import { sentenceOf } from '@postern/core/audit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  beginEmergency,
  type Emergency,
  endEmergency,
  getEmergency,
  isOver,
  listEmergencies,
  noticedEmergency,
  reviewEmergency,
  reviewers,
  userNames,
} from '../../access/index.ts';
import { actsInEmergency } from '../../audit/index.ts';
import { inTransaction } from '../../database/index.ts';
import { getOrganization } from '../../organizations/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { emergencies } from '../contract/index.ts';
import { emergencyNotice } from '../emergency-notice.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

const REFUSED = {
  needless: 'Your roles open people up to this class already.',
  already: 'You have emergency access already. End it first, or wait for its end.',
  runs: 'It still runs: end it first, then review what was done.',
  own: 'This was your own: somebody else has to review it.',
  reviewed: 'It was reviewed already; what was found then stays.',
} as const;
const refused = (why: keyof typeof REFUSED) => new ApiProblem('not_possible_now', REFUSED[why]);

/** Emergency access, 45 CFR 164.312(a)(2)(ii): taken with a reason, told, ended, reviewed. */
export function emergencyRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const keysOf = (request: FastifyRequest) => keyring.of(principalOf(request).organizationId);

  const load = async (request: FastifyRequest, id: string) => {
    const found = await getEmergency(database, await keysOf(request), id);
    if (!found) throw notFound('emergency access');
    return found;
  };
  const shown = async (request: FastifyRequest, all: readonly Emergency[]) => {
    const names = await userNames(database, principalOf(request).organizationId);
    return all.map((one) => shownEmergency(one, names, now()));
  };

  /** Mails the privacy officers; that mail cannot leave keeps nobody from help. */
  const tell = async (organizationId: string, except: string) => {
    const { name } = await getOrganization(database, organizationId);
    const notice = emergencyNotice(name, services.publicUrl());
    const sent = await Promise.allSettled(
      (await reviewers(database, organizationId, except)).map((address) =>
        services.sendNoticeTo(organizationId, address, notice),
      ),
    );
    return sent.some((one) => one.status === 'fulfilled' && one.value === 'sent');
  };

  bind(app, 'beginEmergency', emergencies.beginEmergency, async ({ body, request }) => {
    const who = principalOf(request);
    const { organizationId, userId } = who;
    const keys = await keysOf(request);
    const asked = { reason: body.reason, hours: body.hours ?? 1, upTo: body.upTo };
    const begun = await inTransaction(database, async (tx) => {
      const done = await beginEmergency(tx, keys, who, asked, now());
      if (done.kind !== 'begun') throw refused(done.kind);
      const subject = { emergencyId: done.id, hours: asked.hours, upTo: asked.upTo };
      await noteIn(tx, services, request, 'emergency.begun', subject, keys);
      return done;
    });
    const noticed = await tell(organizationId, userId);
    if (noticed) {
      await inTransaction(database, (tx) => noticedEmergency(tx, organizationId, begun.id, now()));
    }
    return { id: begun.id, endsAt: begun.endsAt.toISOString(), noticed };
  });

  bind(app, 'listEmergencies', emergencies.listEmergencies, async ({ request }) => ({
    data: await shown(request, await listEmergencies(database, await keysOf(request))),
  }));

  bind(app, 'getEmergency', emergencies.getEmergency, async ({ params, request }) => {
    const found = await load(request, params.id);
    const [one] = await shown(request, [found]);
    if (!one) throw notFound('emergency access');
    const acts = await actsInEmergency(database, principalOf(request).organizationId, found);
    return {
      ...one,
      acts: acts.map(({ at, action, subject }) => ({
        at: at.toISOString(),
        action,
        sentence: sentenceOf(one.userName, action),
        contactId: typeof subject['contactId'] === 'string' ? subject['contactId'] : null,
      })),
    };
  });

  bind(app, 'endEmergency', emergencies.endEmergency, async ({ params, request }) => {
    const { organizationId, userId, permissions } = principalOf(request);
    const found = await load(request, params.id);
    // of another's emergency only its reviewers know
    if (found.userId !== userId && !permissions.has('emergency:review')) {
      throw notFound('emergency access');
    }
    const endedAt = now();
    await inTransaction(database, async (tx) => {
      if (!(await endEmergency(tx, organizationId, params.id, endedAt))) {
        throw new ApiProblem('not_possible_now', 'It has ended already.');
      }
      await noteIn(tx, services, request, 'emergency.ended', { emergencyId: params.id });
    });
    return { endedAt: endedAt.toISOString() };
  });

  bind(app, 'reviewEmergency', emergencies.reviewEmergency, async ({ params, body, request }) => {
    const { userId } = principalOf(request);
    const keys = await keysOf(request);
    await inTransaction(database, async (tx) => {
      const by = { userId, review: body.review };
      const done = await reviewEmergency(tx, keys, params.id, by, now());
      if (done === 'unknown') throw notFound('emergency access');
      if (done !== 'reviewed') throw refused(done === 'already' ? 'reviewed' : done);
      await noteIn(tx, services, request, 'emergency.reviewed', { emergencyId: params.id }, keys);
    });
    const [one] = await shown(request, [await load(request, params.id)]);
    if (!one) throw notFound('emergency access');
    return one;
  });
}

function shownEmergency(one: Emergency, names: ReadonlyMap<string, string>, now: Date) {
  const { id, userId, reason, upTo, review } = one;
  const nameOf = (user: string) => names.get(user) ?? 'Somebody who has left';
  return {
    ...{ id, userId, reason, upTo, review },
    userName: nameOf(userId),
    begunAt: one.begunAt.toISOString(),
    endsAt: one.endsAt.toISOString(),
    endedAt: one.endedAt?.toISOString() ?? null,
    runs: !isOver(one, now),
    noticedAt: one.noticedAt?.toISOString() ?? null,
    reviewedAt: one.reviewedAt?.toISOString() ?? null,
    reviewedBy: one.reviewedBy === null ? null : nameOf(one.reviewedBy),
  };
}
