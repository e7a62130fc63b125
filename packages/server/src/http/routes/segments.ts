import { isDeepStrictEqual } from 'node:util';
import { shownWithin } from '@postern/core/analytics';
import { classOf, describe, type SegmentTree } from '@postern/core/segments';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { loadDefinitions, openContacts } from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import {
  countSegment,
  createSegment,
  deleteSegment,
  getSegment,
  listSegments,
  segmentMembers,
  updateSegment,
} from '../../segments/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requireGroup, requirePeople, seesPeople } from '../class-guard.ts';
import { segments } from '../contract/index.ts';
import { badCursor } from '../cursor.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { note, noteIn } from '../note.ts';
import { personOf } from '../person.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { shownClass } from '../shown-class.ts';
import { shownSegment } from '../shown-segment.ts';

export function segmentRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const question = async (request: FastifyRequest, tree: unknown) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    return { keys, tree, today: now().toISOString().slice(0, 10) };
  };

  /** Refuses to change or delete what the caller may not even read. */
  async function requireOpen(request: FastifyRequest, id: string) {
    const { organizationId } = principalOf(request);
    const segment = await getSegment(database, organizationId, id);
    if (!segment) throw notFound('segment');
    const definitions = await loadDefinitions(database, organizationId);
    requireGroup(request, classOf(segment.tree, definitions), 'This segment');
  }

  bind(app, 'listSegments', segments.listSegments, async ({ request }) => {
    const viewer = principalOf(request);
    const { organizationId } = viewer;
    const definitions = await loadDefinitions(database, organizationId);
    const saved = await listSegments(database, organizationId);
    return { data: saved.map((segment) => shownSegment(segment, definitions, viewer)) };
  });

  bind(app, 'getSegment', segments.getSegment, async ({ params, request, reply }) => {
    const viewer = principalOf(request);
    const { organizationId } = viewer;
    const segment = await getSegment(database, organizationId, params.id);
    if (!segment) throw notFound('segment');
    const definitions = await loadDefinitions(database, organizationId);
    return withEtag(reply, shownSegment(segment, definitions, viewer));
  });

  bind(app, 'createSegment', segments.createSegment, async ({ body, request, reply }) => {
    const viewer = principalOf(request);
    const { organizationId, userId } = viewer;
    return inTransaction(database, async (tx) => {
      const definitions = await loadDefinitions(tx, organizationId);
      requireGroup(request, classOf(body.tree, definitions), 'What this segment asks');
      const made = await createSegment(tx, organizationId, { ...body, createdBy: userId });
      if (made.kind === 'refused') throw badTree(made.problems);
      await noteIn(tx, services, request, 'segment.created', { segmentId: made.segment.id });
      return withEtag(reply, shownSegment(made.segment, definitions, viewer));
    });
  });

  bind(app, 'updateSegment', segments.updateSegment, async ({ params, body, request, reply }) => {
    const viewer = principalOf(request);
    const { organizationId } = viewer;
    const version = versionOf(request);
    return inTransaction(database, async (tx) => {
      const definitions = await loadDefinitions(tx, organizationId);
      requireGroup(request, classOf(body.tree, definitions), 'What this segment asks');
      await requireOpen(request, params.id);
      const done = await updateSegment(tx, organizationId, params.id, { ...body, version });
      if (done.kind === 'unknown') throw notFound('segment');
      if (done.kind === 'refused') throw badTree(done.problems);
      if (done.kind === 'stale')
        throw stale(shownSegment(done.current, definitions, viewer), version);
      const subject = { segmentId: params.id, version: done.segment.version };
      await noteIn(tx, services, request, 'segment.changed', subject);
      return withEtag(reply, shownSegment(done.segment, definitions, viewer));
    });
  });

  bind(app, 'deleteSegment', segments.deleteSegment, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    await requireOpen(request, params.id);
    return inTransaction(database, async (tx) => {
      const done = await deleteSegment(tx, organizationId, params.id, null);
      if (done.kind !== 'deleted') throw notFound('segment');
      await noteIn(tx, services, request, 'segment.deleted', { segmentId: params.id });
      return null;
    });
  });

  bind(app, 'countSegment', segments.countSegment, async ({ body, request }) => {
    const viewer = principalOf(request);
    const { organizationId, permissions } = viewer;
    const definitions = await loadDefinitions(database, organizationId);
    const touched = classOf(body.tree, definitions);
    requireGroup(request, touched, 'What these conditions ask');
    const asked = await question(request, body.tree);
    const found = await inTransaction(database, async (tx) => {
      // a live count is asked at every keystroke; one that takes longer helps nobody
      await sql`set local statement_timeout = '15s'`.execute(tx);
      return countSegment(tx, asked);
    });
    if (found.kind === 'refused') throw badTree(found.problems);
    const exact = permissions.has('people:read') && seesPeople(viewer, touched);
    return {
      count:
        exact || (await isSaved(organizationId, body.tree))
          ? // what a tree leaves out tells as much as what it finds
            shownWithin(found.count, found.total, exact)
          : null,
      total: found.total,
      class: shownClass(touched, definitions),
      sentence: describe(body.tree, definitions),
    };
  });

  /**
   * Two trees that differ by one person tell of that person, however large the counts are: without
   * the right to see people only the segments that somebody with the right has saved are counted.
   */
  async function isSaved(organizationId: string, tree: SegmentTree): Promise<boolean> {
    const saved = await listSegments(database, organizationId);
    return saved.some((segment) => isDeepStrictEqual(segment.tree, tree));
  }

  bind(app, 'segmentPeople', segments.segmentPeople, async ({ params, query, request }) => {
    const { organizationId } = principalOf(request);
    const segment = await getSegment(database, organizationId, params.id);
    if (!segment) throw notFound('segment');
    const definitions = await loadDefinitions(database, organizationId);
    requirePeople(request, classOf(segment.tree, definitions), 'This segment');
    const place = { limit: query.limit ?? 50, cursor: query.cursor ?? null };
    const page = await segmentMembers(database, await question(request, segment.tree), place);
    if (page.kind === 'bad-cursor') throw badCursor();
    if (page.kind === 'refused') throw badTree(page.problems);
    const keys = await keyring.of(organizationId);
    const ids = page.members.map((member) => member.id);
    const people = await openContacts(database, keys, organizationId, ids, definitions);
    await note(services, request, 'segment.people_viewed', {
      segmentId: segment.id,
      count: ids.length,
    });
    return { data: [...people.values()].map(personOf), nextCursor: page.nextCursor };
  });
}

function badTree(problems: readonly { pointer: string; sentence: string }[]): ApiProblem {
  const errors = problems.map(({ pointer, sentence }) => ({
    pointer: `/tree${pointer}`,
    detail: sentence,
  }));
  return new ApiProblem(
    'invalid_content',
    problems[0]?.sentence ?? 'The segment cannot be used.',
    errors,
  );
}
