import { isDeepStrictEqual } from 'node:util';
import { shownWithin } from '@postern/core/analytics';
import { namedCodes } from '@postern/core/contacts';
import {
  checkTree,
  classOf,
  describe,
  parseTree,
  printTree,
  type SegmentTree,
  slowSentence,
  type TextProblem,
} from '@postern/core/segments';
import { CODE_SYSTEMS } from '@postern/core/values';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { openContacts } from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import {
  countSegment,
  createSegment,
  deleteSegment,
  getSegment,
  listSegments,
  type SavedSegment,
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
import { type Naming, namingFor, shownSegment } from '../shown-segment.ts';

export function segmentRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const question = async (request: FastifyRequest, tree: unknown) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    return { keys, tree, today: now().toISOString().slice(0, 10) };
  };

  /** Refuses to change or delete what the caller may not even read. */
  async function requireOpen(request: FastifyRequest, id: string, { definitions, known }: Naming) {
    const segment = await getSegment(database, principalOf(request).organizationId, id);
    if (!segment) throw notFound('segment');
    requireGroup(request, classOf(segment.tree, definitions, known), 'This segment');
  }

  bind(app, 'listSegments', segments.listSegments, async ({ request }) => {
    const viewer = principalOf(request);
    const naming = await namingFor(database, viewer);
    const saved = await listSegments(database, viewer.organizationId);
    const shown = saved.map((segment) => shownSegment(segment, naming));
    // by the names that are shown: the place in a list would tell of another
    return { data: shown.toSorted((a, b) => BY_NAME.compare(a.name, b.name)) };
  });

  bind(app, 'getSegment', segments.getSegment, async ({ params, request, reply }) => {
    const viewer = principalOf(request);
    const segment = await getSegment(database, viewer.organizationId, params.id);
    if (!segment) throw notFound('segment');
    return withEtag(reply, shownSegment(segment, await namingFor(database, viewer)));
  });

  bind(app, 'createSegment', segments.createSegment, async ({ body, request, reply }) => {
    const viewer = principalOf(request);
    const { organizationId, userId } = viewer;
    return inTransaction(database, async (tx) => {
      const naming = await namingFor(tx, viewer, [body.tree]);
      const touched = classOf(body.tree, naming.definitions, naming.known);
      requireGroup(request, touched, 'What this segment asks');
      requireFit(body.tree, naming);
      const made = await createSegment(tx, organizationId, { ...body, createdBy: userId });
      if (made.kind === 'refused') throw badTree(made.problems);
      await noteIn(tx, services, request, 'segment.created', { segmentId: made.segment.id });
      return withEtag(reply, shownSegment(made.segment, await namingFor(tx, viewer)));
    });
  });

  bind(app, 'updateSegment', segments.updateSegment, async ({ params, body, request, reply }) => {
    const viewer = principalOf(request);
    const { organizationId } = viewer;
    const version = versionOf(request);
    return inTransaction(database, async (tx) => {
      const naming = await namingFor(tx, viewer, [body.tree]);
      const touched = classOf(body.tree, naming.definitions, naming.known);
      requireGroup(request, touched, 'What this segment asks');
      await requireOpen(request, params.id, naming);
      requireFit(body.tree, naming, params.id);
      const done = await updateSegment(tx, organizationId, params.id, { ...body, version });
      if (done.kind === 'unknown') throw notFound('segment');
      if (done.kind === 'refused') throw badTree(done.problems);
      if (done.kind === 'stale') throw stale(shownSegment(done.current, naming), version);
      const subject = { segmentId: params.id, version: done.segment.version };
      await noteIn(tx, services, request, 'segment.changed', subject);
      return withEtag(reply, shownSegment(done.segment, await namingFor(tx, viewer)));
    });
  });

  bind(app, 'deleteSegment', segments.deleteSegment, async ({ params, request }) => {
    const viewer = principalOf(request);
    return inTransaction(database, async (tx) => {
      const naming = await namingFor(tx, viewer);
      await requireOpen(request, params.id, naming);
      const done = await deleteSegment(tx, viewer.organizationId, params.id, null);
      if (done.kind === 'in-use') throw inUse(done.by, naming);
      if (done.kind !== 'deleted') throw notFound('segment');
      await noteIn(tx, services, request, 'segment.deleted', { segmentId: params.id });
      return null;
    });
  });

  bind(app, 'countSegment', segments.countSegment, async ({ body, request }) => {
    const viewer = principalOf(request);
    const { organizationId, permissions } = viewer;
    const naming = await namingFor(database, viewer, [body.tree]);
    const { definitions, known, shown } = naming;
    const touched = classOf(body.tree, definitions, known);
    requireGroup(request, touched, 'What these conditions ask');
    requireFit(body.tree, naming, body.of);
    const asked = await question(request, body.tree);
    const found = await inTransaction(database, async (tx) => {
      // a live count is asked at every keystroke; one that takes longer helps nobody
      await sql`set local statement_timeout = '15s'`.execute(tx);
      return countSegment(tx, asked);
    });
    if (found.kind === 'refused') throw badTree(found.problems);
    const exact = permissions.has('people:read') && seesPeople(viewer, touched);
    const slowBecause = slowSentence(body.tree, shown);
    return {
      count:
        exact || (await isSaved(organizationId, body.tree))
          ? // what a tree leaves out tells as much as what it finds
            shownWithin(found.count, found.total, exact)
          : null,
      total: found.total,
      class: shownClass(touched, definitions),
      sentence: describe(body.tree, definitions, shown),
      slow: slowBecause !== null,
      slowBecause,
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

  bind(app, 'printSegment', segments.printSegment, async ({ body, request }) => {
    const { shown } = await namingFor(database, principalOf(request), [body.tree]);
    return { text: printTree(body.tree, shown) };
  });

  bind(app, 'parseSegment', segments.parseSegment, async ({ body, request }) => {
    const { tree, problem } = parseTree(body.text);
    if (problem) throw badText(problem);
    requireFit(tree, await namingFor(database, principalOf(request), [tree]), body.of);
    return { tree };
  });

  bind(app, 'listNamedCodes', segments.listNamedCodes, async () => ({
    data: CODE_SYSTEMS.flatMap((system) => {
      const codes = namedCodes(system);
      return codes.length === 0 ? [] : [{ system, codes }];
    }),
  }));

  bind(app, 'segmentPeople', segments.segmentPeople, async ({ params, query, request }) => {
    const { organizationId } = principalOf(request);
    const segment = await getSegment(database, organizationId, params.id);
    if (!segment) throw notFound('segment');
    const { definitions, known } = await namingFor(database, principalOf(request));
    requirePeople(request, classOf(segment.tree, definitions, known), 'This segment');
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

const BY_NAME = new Intl.Collator('en', { sensitivity: 'accent', numeric: true });

function inUse(by: readonly SavedSegment[], naming: Naming): ApiProblem {
  const names = by.map((segment) => `“${shownSegment(segment, naming).name}”`);
  const ask = names.length === 1 ? 'asks' : 'ask';
  return new ApiProblem(
    'not_possible_now',
    `${names.join(', ')} ${ask} for who is in this segment. Take that condition out there first.`,
  );
}

/** Refuses a tree with a fault, in the names that the viewer may read; `of`: whose tree it will be. */
function requireFit(tree: unknown, { definitions, shown }: Naming, of?: string): void {
  const name = of === undefined ? undefined : shown.segments.get(of)?.name;
  const self = of === undefined || name === undefined ? null : { id: of, name };
  const { problems } = checkTree(tree, definitions, shown, self);
  if (problems) throw badTree(problems);
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

/** Where the text stops making sense, for programs too. */
function badText({ line, column, found, expected, sentence }: TextProblem): ApiProblem {
  const errors = [{ pointer: '/text', detail: sentence }];
  return new ApiProblem('invalid_content', sentence, errors, { line, column, found, expected });
}
