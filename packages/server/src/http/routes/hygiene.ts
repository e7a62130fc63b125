import { type Finding, featuresOf, likeness, mergedValues } from '@postern/core/hygiene';
import { type SegmentTree, unengaged } from '@postern/core/segments';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  loadDefinitions,
  type NumberedDefinition,
  type OpenedContact,
  openContacts,
} from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import {
  foundPeople,
  hygieneCounts,
  keepApart,
  type LookState,
  lastLook,
  listPairs,
  mergeContacts,
  suppressFound,
} from '../../hygiene/index.ts';
import { createSegment } from '../../segments/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requireGroup } from '../class-guard.ts';
import { hygiene } from '../contract/index.ts';
import { badCursor, decodeCursor, encodeCursor, isUuid } from '../cursor.ts';
import { note, noteIn } from '../note.ts';
import { personOf } from '../person.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { shownValues } from '../shown-values.ts';

/** Records that may be one person, and addresses that are nobody's. */
export function hygieneRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, jobs, now } = services;
  const keysOf = (request: FastifyRequest) => keyring.of(principalOf(request).organizationId);

  bind(app, 'getHygiene', hygiene.getHygiene, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const look = await lastLook(database, organizationId);
    return { look: look && shownLook(look), ...(await hygieneCounts(database, organizationId)) };
  });

  bind(app, 'startHygiene', hygiene.startHygiene, async ({ request }) => {
    const { organizationId } = principalOf(request);
    await jobs.add('hygiene', { organizationId }, `hygiene:${organizationId}`);
    await note(services, request, 'hygiene.started', {});
    return { queued: true };
  });

  bind(app, 'listDuplicates', hygiene.listDuplicates, async ({ query, request }) => {
    const cursor = decodeCursor(query.cursor, isText) ?? null;
    const place = { limit: query.limit ?? 50, surety: query.surety ?? null, cursor };
    const found = await listPairs(database, await keysOf(request), place);
    if (found.kind === 'bad-cursor') throw badCursor();
    await note(services, request, 'contact.pairs_listed', { count: found.pairs.length });
    return {
      data: found.pairs.map(({ one, other, reasons, surety }) => ({
        ...{ one: personOf(one), other: personOf(other), reasons, surety },
      })),
      nextCursor: found.nextCursor === null ? null : encodeCursor(found.nextCursor),
    };
  });

  bind(app, 'compareDuplicates', hygiene.compareDuplicates, async ({ body, request }) => {
    const viewer = principalOf(request);
    const { organizationId } = viewer;
    const definitions = await loadDefinitions(database, organizationId);
    const ids = [body.one, body.other];
    const keys = await keysOf(request);
    const opened = await openContacts(database, keys, organizationId, ids, definitions);
    const [one, other] = [opened.get(body.one), opened.get(body.other)];
    if (!one || !other || one.id === other.id) throw notFound('contact');
    const record = (contact: OpenedContact) => ({
      ...personOf(contact),
      values: shownValues(contact.attributes, definitions, viewer).values,
      createdAt: contact.createdAt.toISOString(),
    });
    const like = likeness(featuresOf(one.attributes), featuresOf(other.attributes));
    const { values: merged, locked } = shownValues(
      mergedValues(sideOf(one), sideOf(other)),
      definitions,
      viewer,
    );
    const subject = { contactId: one.id, otherId: other.id };
    await note(services, request, 'contact.pair_viewed', subject);
    return {
      ...{ one: record(one), other: record(other), merged, locked },
      reasons: like?.reasons ?? [],
      surety: like?.surety ?? 'possible',
    };
  });

  bind(app, 'mergeDuplicates', hygiene.mergeDuplicates, async ({ body, request }) => {
    const { organizationId, userId } = principalOf(request);
    const { into, from, values } = body;
    checkChosen(request, await loadDefinitions(database, organizationId), Object.keys(values));
    const keys = await keysOf(request);
    await inTransaction(database, async (tx) => {
      const merger = {
        ...{ intoId: into, fromId: from, chosen: values, by: userId },
        seen: { into: body.intoUpdatedAt, from: body.fromUpdatedAt },
      };
      const merged = await mergeContacts(tx, keys, merger, now());
      if (merged === 'unknown') throw notFound('contact');
      if (merged === 'changed') throw new ApiProblem('not_possible_now', CHANGED);
      const subject = { contactId: into, fromContactId: from, chosen: Object.keys(values).length };
      await noteIn(tx, services, request, 'contact.merged', subject, keys);
    });
    return { id: into };
  });

  bind(app, 'keepDuplicatesApart', hygiene.keepDuplicatesApart, async ({ body, request }) => {
    const { organizationId, userId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const by = { userId, at: now() };
      const apart = await keepApart(tx, organizationId, [body.one, body.other], by);
      if (!apart) throw notFound('pair');
      const subject = { contactId: body.one, otherId: body.other };
      await noteIn(tx, services, request, 'contact.kept_apart', subject);
      return { apart };
    });
  });

  bind(app, 'findingPeople', hygiene.findingPeople, async ({ params, query, request }) => {
    const place = { limit: query.limit ?? 50, cursor: decodeCursor(query.cursor, isUuid) ?? null };
    const found = await foundPeople(database, await keysOf(request), params.finding, place);
    const { people, nextCursor } = found;
    const subject = { finding: params.finding, count: people.length };
    await note(services, request, 'hygiene.people_viewed', subject);
    return {
      data: people.map(personOf),
      nextCursor: nextCursor === null ? null : encodeCursor(nextCursor),
    };
  });

  bind(app, 'suppressFinding', hygiene.suppressFinding, async ({ params, body, request }) => {
    const keys = await keysOf(request);
    const given = { cursor: body.cursor, by: principalOf(request).userId, at: now() };
    return inTransaction(database, async (tx) => {
      const done = await suppressFound(tx, keys, params.finding, given);
      const subject = { finding: params.finding, count: done.suppressed };
      await noteIn(tx, services, request, 'hygiene.suppressed', subject, keys);
      return done;
    });
  });

  bind(app, 'segmentOfHygiene', hygiene.segmentOfHygiene, async ({ body, request }) => {
    const { organizationId, userId } = principalOf(request);
    const isKind = body.of !== 'unengaged';
    const tree: SegmentTree = isKind ? { op: 'address', is: body.of } : unengaged(body.months * 30);
    const name = isKind ? NAMES[body.of] : `Has not engaged for ${inMonths(body.months)}`;
    // being in it tells of an address
    requireGroup(request, isKind ? { sensitivity: 'contact' } : null, 'What this segment asks');
    return inTransaction(database, async (tx) => {
      const made = await createSegment(tx, organizationId, { name, tree, createdBy: userId });
      if (made.kind === 'refused') throw new TypeError(made.problems[0]?.sentence);
      await noteIn(tx, services, request, 'segment.created', { segmentId: made.segment.id });
      return { id: made.segment.id };
    });
  });
}

const NAMES: Readonly<Record<Finding, string>> = {
  impossible: 'Has an address that cannot exist',
  no_mail: 'Has an address whose domain takes no mail',
  role: 'Has the address of a post',
  disposable: 'Has an address that is given away for minutes',
};

const inMonths = (months: number) => (months === 1 ? 'a month' : `${months} months`);

const CHANGED =
  'One of the two records was changed since you looked at them. Nothing was merged; look at both again.';

/** Nobody chooses among values that they may not see. */
function checkChosen(
  request: FastifyRequest,
  definitions: readonly NumberedDefinition[],
  chosen: readonly string[],
): void {
  const { locked } = shownValues({}, definitions, principalOf(request));
  const live = definitions.flatMap(({ key, deletedAt }) => (deletedAt === null ? [key] : []));
  const wrong = chosen.find((key) => !live.includes(key) || locked.includes(key));
  if (wrong === undefined) return;
  const detail = 'Expected attributes of this organization that are open to you.';
  throw new ApiProblem('invalid_content', detail, [{ pointer: `/values/${wrong}`, detail }]);
}

// what it names is looked at where it is used
const isText = (cursor: unknown): cursor is string => typeof cursor === 'string';

const sideOf = ({ attributes, updatedAt }: OpenedContact) => ({
  ...{ attributes, updatedAt: updatedAt.toISOString() },
});

function shownLook({ startedAt, finishedAt, ...look }: LookState) {
  return {
    ...look,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
