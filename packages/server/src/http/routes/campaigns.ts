import type { Action } from '@postern/core/audit';
import { windowProblem } from '@postern/core/shaping';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Principal } from '../../access/index.ts';
import { campaignReport } from '../../analytics/index.ts';
import {
  type Campaign,
  campaignPeople,
  cancelCampaign,
  createCampaign,
  getCampaign,
  launchCampaign,
  listCampaigns,
  liveReview,
  type NotReady,
  type PeoplePage,
  pauseCampaign,
  resumeCampaign,
  reviewCampaign,
  reviewPeople,
  updateCampaign,
  waitingFor,
} from '../../campaigns/index.ts';
import { inTransaction } from '../../database/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind, type Call } from '../bind.ts';
import { requireGroup, requirePeople, seesGroup, seesPeople } from '../class-guard.ts';
import { campaigns } from '../contract/index.ts';
import { badCursor } from '../cursor.ts';
import { eventStream } from '../event-stream.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { neutralLabel, seesNames } from '../shown-segment.ts';

export function campaignRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const found = async (request: FastifyRequest, id: string) => {
    const campaign = await getCampaign(database, principalOf(request).organizationId, id, now());
    if (!campaign) throw notFound('campaign');
    return campaign;
  };
  const load = async (request: FastifyRequest, id: string) =>
    shownCampaign(await found(request, id), request);

  bind(app, 'listCampaigns', campaigns.listCampaigns, async ({ query, request }) => {
    const place = { limit: query.limit ?? 50, cursor: query.cursor ?? null };
    const page = await listCampaigns(database, principalOf(request).organizationId, place, now());
    if (page.kind === 'bad-cursor') throw badCursor();
    const data = page.campaigns.map((campaign) => shownCampaign(campaign, request));
    return { data, nextCursor: page.nextCursor };
  });

  bind(app, 'createCampaign', campaigns.createCampaign, async ({ body, request, reply }) => {
    const { organizationId, userId } = principalOf(request);
    requireWindow(body);
    return inTransaction(database, async (tx) => {
      const draft = { ...body, createdBy: userId };
      const campaign = await createCampaign(tx, organizationId, draft, now());
      requireGroup(request, campaign.class, 'This campaign');
      await noteIn(tx, services, request, 'campaign.created', { campaignId: campaign.id });
      return withEtag(reply, shownCampaign(campaign, request));
    });
  });

  bind(app, 'getCampaign', campaigns.getCampaign, async ({ params, request, reply }) =>
    withEtag(reply, await load(request, params.id)),
  );

  bind(
    app,
    'updateCampaign',
    campaigns.updateCampaign,
    async ({ params, body, request, reply }) => {
      const { organizationId } = principalOf(request);
      const version = versionOf(request);
      requireWindow(body);
      requireGroup(request, (await found(request, params.id)).class, 'This campaign');
      return inTransaction(database, async (tx) => {
        const change = { ...body, version };
        const done = await updateCampaign(tx, organizationId, params.id, change, now());
        if (done.kind === 'unknown') throw notFound('campaign');
        if (done.kind === 'stale') throw stale(shownCampaign(done.current, request), version);
        if (done.kind === 'launched') {
          throw new ApiProblem(
            'not_possible_now',
            'This campaign was launched; what was decided upon stays.',
          );
        }
        requireGroup(request, done.campaign.class, 'What was chosen');
        const subject = { campaignId: params.id, version: done.campaign.version };
        await noteIn(tx, services, request, 'campaign.changed', subject);
        return withEtag(reply, shownCampaign(done.campaign, request));
      });
    },
  );

  bind(app, 'reviewCampaign', campaigns.reviewCampaign, async ({ params, request }) => {
    requirePeople(request, (await found(request, params.id)).class, 'This campaign');
    const keys = await keyring.of(principalOf(request).organizationId);
    const done = await reviewCampaign(database, keys, params.id, now());
    if (done.kind === 'unknown') throw notFound('campaign');
    if (done.kind === 'missing') throw notReady(done);
    const { audience } = done.review;
    await note(services, request, 'campaign.reviewed', { campaignId: params.id, audience });
    return done.review;
  });

  bind(app, 'reviewEvents', campaigns.reviewEvents, async ({ params, request, reply }) => {
    requirePeople(request, (await found(request, params.id)).class, 'This campaign');
    const keys = await keyring.of(principalOf(request).organizationId);
    await note(services, request, 'campaign.reviewed', { campaignId: params.id });
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    const live = liveReview(database, keys, params.id, gone.signal, now);
    return eventStream(
      services,
      request,
      reply,
      () => live.look(),
      () => false,
    );
  });

  bind(app, 'reviewPeople', campaigns.reviewPeople, async ({ params, query, request }) => {
    requirePeople(request, (await found(request, params.id)).class, 'This campaign');
    const keys = await keyring.of(principalOf(request).organizationId);
    const { limit = 50, cursor = null, part, code } = query;
    const filter = { ...(part !== undefined && { part }), ...(code !== undefined && { code }) };
    const page = await reviewPeople(database, keys, params.id, { limit, cursor, ...filter }, now());
    if (page.kind === 'missing') throw notReady(page);
    return people(request, params.id, page);
  });

  bind(app, 'campaignWaiting', campaigns.campaignWaiting, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    const campaign = await found(request, params.id);
    const waiting = await waitingFor(database, organizationId, params.id, now());
    if (!waiting) throw notFound('campaign');
    if (readsPeople(campaign, request)) return waiting;
    // each moment at which a window opens would tell where a few of them live
    const first = waiting.reasons.findIndex(({ kind }) => kind === 'window');
    const reasons = waiting.reasons
      .filter(({ kind }, place) => kind !== 'window' || place === first)
      .map((one) => ({ ...one, people: null }));
    return { reasons, others: null };
  });

  bind(app, 'campaignPeople', campaigns.campaignPeople, async ({ params, query, request }) => {
    requirePeople(request, (await found(request, params.id)).class, 'This campaign');
    const keys = await keyring.of(principalOf(request).organizationId);
    const { limit = 50, cursor = null, ...filter } = query;
    const page = await campaignPeople(database, keys, params.id, { limit, cursor, ...filter });
    return people(request, params.id, page);
  });

  bind(app, 'campaignReport', campaigns.campaignReport, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    const mayRead = readsPeople(await found(request, params.id), request);
    const report = await campaignReport(database, organizationId, params.id, mayRead, now());
    if (!report) throw notFound('campaign');
    return { ...report, campaign: shownCampaign(report.campaign, request) };
  });

  bind(app, 'campaignEvents', campaigns.campaignEvents, async ({ params, request, reply }) => {
    await load(request, params.id);
    return eventStream(
      services,
      request,
      reply,
      () => load(request, params.id),
      ({ state }) => state === 'done' || state === 'cancelled',
    );
  });

  bind(app, 'launchCampaign', campaigns.launchCampaign, async ({ params, request }) => {
    // who answers for a campaign has seen whom it is for
    requirePeople(request, (await found(request, params.id)).class, 'This campaign');
    const keys = await keyring.of(principalOf(request).organizationId);
    return inTransaction(database, async (tx) => {
      const done = await launchCampaign(tx, keys, params.id, now());
      if (done.kind === 'missing') throw notReady(done);
      if (done.kind === 'launched') {
        const audience = done.campaign.states?.audience ?? 0;
        await noteIn(
          tx,
          services,
          request,
          'campaign.launched',
          { campaignId: params.id, audience },
          keys,
        );
      }
      return moved(done, request);
    });
  });

  const verbs = [
    ['pauseCampaign', campaigns.pauseCampaign, pauseCampaign, 'campaign.paused'],
    ['resumeCampaign', campaigns.resumeCampaign, resumeCampaign, 'campaign.resumed'],
    ['cancelCampaign', campaigns.cancelCampaign, cancelCampaign, 'campaign.cancelled'],
  ] as const satisfies readonly (readonly [string, unknown, unknown, Action])[];
  for (const [operation, shape, verb, action] of verbs) {
    bind(app, operation, shape, async ({ params, request }) => {
      const { organizationId } = principalOf(request);
      return inTransaction(database, async (tx) => {
        const done = await verb(tx, organizationId, params.id, now());
        if (done.kind === 'moved') {
          await noteIn(tx, services, request, action, { campaignId: params.id });
        }
        return moved(done, request);
      });
    });
  }

  async function people(
    request: FastifyRequest,
    campaignId: string,
    page: PeoplePage | { readonly kind: 'unknown' | 'bad-cursor' },
  ) {
    if (page.kind === 'unknown') throw notFound('campaign');
    if (page.kind !== 'page') throw badCursor();
    const data = page.people;
    await note(services, request, 'campaign.people_viewed', { campaignId, count: data.length });
    return { data, nextCursor: page.nextCursor };
  }
}

type Done =
  | { readonly kind: 'launched' | 'moved' | 'already'; readonly campaign: Campaign }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'unknown' };

function moved(done: Done, request: FastifyRequest) {
  if (done.kind === 'unknown') throw notFound('campaign');
  if (done.kind === 'refused') throw new ApiProblem('not_possible_now', done.sentence);
  return shownCampaign(done.campaign, request);
}

function requireWindow({ pace }: Call<typeof campaigns.createCampaign>['body']): void {
  const detail = pace?.window ? windowProblem(pace.window) : null;
  if (detail === null) return;
  throw new ApiProblem('invalid_content', detail, [{ pointer: '/pace/window', detail }]);
}

function notReady({ missing }: NotReady): ApiProblem {
  const errors = missing.map((detail) => ({ pointer: '', detail }));
  return new ApiProblem('invalid_content', missing.join(' '), errors);
}

/** Whether its people, and counts that could tell of one, are open to the caller. */
function readsPeople(campaign: Campaign, request: FastifyRequest): boolean {
  const viewer = principalOf(request);
  return viewer.permissions.has('people:read') && seesPeople(viewer, campaign.class);
}

/**
 * Exact sums are person-level: those without the right read the report, which hides small ones. A
 * campaign of a class above the viewer's has neutral names: to be in it would tell.
 */
function shownCampaign(campaign: Campaign, request: FastifyRequest): ShownCampaign {
  const exact = readsPeople(campaign, request);
  const viewer = principalOf(request);
  const named =
    campaign.class === null || seesGroup(viewer, campaign.class)
      ? withSegmentNamed(campaign, viewer)
      : withoutNames(campaign, campaign.class);
  const { segmentLabel: _, segmentNameTells: __, ...shown } = named;
  return { ...shown, ...(!exact && { states: null, perSecond: null, secondsLeft: null }) };
}

type ShownCampaign = Omit<Campaign, 'segmentLabel' | 'segmentNameTells'>;

function withoutNames(campaign: Campaign, { sensitivity }: NonNullable<Campaign['class']>) {
  return {
    ...campaign,
    name: neutralLabel('campaign'),
    topicName: null,
    segmentName: campaign.segmentLabel,
    templateName: campaign.templateName && neutralLabel('template'),
    missing: [],
    class: { sensitivity, causedBy: '', causedByLabel: '' },
  };
}

/** A segment whose name tells of an illness has its label for those who may not know of any. */
function withSegmentNamed(campaign: Campaign, viewer: Principal): Campaign {
  const { segmentName: name, segmentLabel: label, segmentNameTells, missing } = campaign;
  if (name === null || label === null || !segmentNameTells || seesNames(viewer)) return campaign;
  return {
    ...campaign,
    segmentName: label,
    missing: missing.map((sentence) => sentence.replaceAll(`“${name}”`, `“${label}”`)),
  };
}
