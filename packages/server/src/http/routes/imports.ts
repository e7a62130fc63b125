import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isWithin } from '../../access/index.ts';
import {
  getImport,
  holdImport,
  type ImportPreview,
  type ImportState,
  listImports,
  loadDefinitions,
  previewImport,
  rejectsCsv,
  startImport,
  uploadImport,
  warningsCsv,
} from '../../contacts/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requirePeople } from '../class-guard.ts';
import { imports } from '../contract/index.ts';
import { eventStream } from '../event-stream.ts';
import { formFile } from '../form-file.ts';
import { circumstancesOf, note } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

export function importRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, jobs, now } = services;

  const ref = (request: FastifyRequest, importId: string) => ({
    organizationId: principalOf(request).organizationId,
    importId,
  });
  const load = async (request: FastifyRequest, id: string) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    const found = await getImport(database, keys, id);
    if (!found) throw notFound('import');
    return shownImport(found, await openTo(request));
  };
  /** Whether the viewer may see what an attribute says of people. */
  const openTo = async (request: FastifyRequest): Promise<IsOpen> => {
    const viewer = principalOf(request);
    const definitions = await loadDefinitions(database, viewer.organizationId);
    const classes = new Map(definitions.map(({ key, sensitivity }) => [key, sensitivity]));
    // a column that is not recognised could hold anything
    return (attribute) =>
      viewer.permissions.has('people:read') &&
      isWithin(classes.get(attribute ?? '') ?? 'part2', viewer.peopleClass);
  };

  bind(app, 'listImports', imports.listImports, async ({ request }) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    const isOpen = await openTo(request);
    return { data: (await listImports(database, keys)).map((one) => shownImport(one, isOpen)) };
  });

  bind(app, 'uploadImport', imports.uploadImport, async ({ request }) => {
    const { organizationId, userId } = principalOf(request);
    const from = circumstancesOf(request);
    const upload = { organizationId, userId, from, ...(await formFile(request)) };
    const done = await uploadImport(services, upload);
    if (done.kind === 'refused') throw new ApiProblem('invalid_content', done.problem);
    const preview = await previewImport(services, ref(request, done.importId));
    if (!preview) throw notFound('import');
    return shownPreview(preview, () => true);
  });

  bind(app, 'getImport', imports.getImport, async ({ params, request }) =>
    load(request, params.id),
  );

  bind(app, 'previewImport', imports.previewImport, async ({ params, request }) => {
    const preview = await previewImport(services, ref(request, params.id));
    if (!preview) throw notFound('import');
    await note(services, request, 'import.previewed', { importId: params.id });
    const viewer = principalOf(request);
    if (preview.import.uploadedBy === viewer.userId) return shownPreview(preview, () => true);
    return shownPreview(preview, await openTo(request));
  });

  bind(app, 'startImport', imports.startImport, async ({ params, body, request, reply }) => {
    const { userId } = principalOf(request);
    const job = ref(request, params.id);
    const from = circumstancesOf(request);
    const started = await startImport(services, job, { userId, from, ...body }, now());
    if (started.kind === 'unknown') throw notFound('import');
    if (started.kind === 'already-started') {
      throw new ApiProblem('not_possible_now', 'This import has been started already.');
    }
    if (started.kind === 'refused') {
      const pointer = body.source === 'bought_list' ? '/source' : '/mapping';
      const errors = started.problems.map((detail) => ({ pointer, detail }));
      throw new ApiProblem('invalid_content', started.problems.join(' '), errors);
    }
    await jobs.add('import', job, `import:${job.importId}`);
    void reply.header('location', `/api/v1/imports/${params.id}`);
    return load(request, params.id);
  });

  const hold = async (request: FastifyRequest, id: string, act: 'pause' | 'resume' | 'cancel') => {
    const job = ref(request, id);
    const by = { userId: principalOf(request).userId, from: circumstancesOf(request) };
    const held = await holdImport(services, job, act, by, now());
    if (held === 'unknown') throw notFound('import');
    if (held === 'not-now') throw new ApiProblem('not_possible_now', NOT_NOW[act]);
    if (act === 'resume') await jobs.add('import', job, `import:${job.importId}`);
    return load(request, id);
  };
  bind(app, 'pauseImport', imports.pauseImport, ({ params, request }) =>
    hold(request, params.id, 'pause'),
  );
  bind(app, 'resumeImport', imports.resumeImport, ({ params, request }) =>
    hold(request, params.id, 'resume'),
  );
  bind(app, 'cancelImport', imports.cancelImport, ({ params, request }) =>
    hold(request, params.id, 'cancel'),
  );

  bind(app, 'importEvents', imports.importEvents, async ({ params, request, reply }) => {
    await load(request, params.id);
    return eventStream(
      services,
      request,
      reply,
      () => load(request, params.id),
      ({ state }) => state !== 'running' && state !== 'paused',
    );
  });

  const sendReport = async (
    request: FastifyRequest,
    reply: FastifyReply,
    importId: string,
    { csv, action, name }: (typeof REPORTS)[keyof typeof REPORTS],
  ) => {
    const viewer = principalOf(request);
    const keys = await keyring.of(viewer.organizationId);
    const of = await getImport(database, keys, importId);
    // whole rows, with every column: for whoever had the file in hand, or may see it all
    if (of && of.uploadedBy !== viewer.userId) {
      requirePeople(request, { sensitivity: 'part2' }, 'A file of rows as they were');
    }
    const pieces = await csv(database, keys, importId);
    if (!pieces) throw notFound('import');
    await note(services, request, action, { importId });
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}-${importId}.csv"`)
      .serializer((payload: unknown) => payload as string)
      .send(Readable.from(pieces));
  };
  bind(app, 'importRejects', imports.importRejects, ({ params, request, reply }) =>
    sendReport(request, reply, params.id, REPORTS.rejects),
  );
  bind(app, 'importWarnings', imports.importWarnings, ({ params, request, reply }) =>
    sendReport(request, reply, params.id, REPORTS.warnings),
  );
}

const REPORTS = {
  rejects: { csv: rejectsCsv, action: 'import.rejects_read', name: 'rejected-rows' },
  warnings: { csv: warningsCsv, action: 'import.warnings_read', name: 'doubtful-addresses' },
} as const;

const NOT_NOW = {
  pause: 'This import does not run, so it cannot be paused.',
  resume: 'This import is not paused.',
  cancel: 'This import has ended already.',
} as const;

/** Asked of a key; null: of what no attribute is known to be. */
type IsOpen = (attribute: string | null) => boolean;

/**
 * Whoever may not see all that it sets is not told what was on file already: an import of one row would
 * ask for a value.
 */
function shownImport(of: ImportState, isOpen: IsOpen) {
  const { createdAt, finishedAt, uploadedBy: _, attributes, ...rest } = of;
  const told = attributes.every(isOpen);
  return {
    ...rest,
    updated: told ? of.updated : of.updated + of.unchanged,
    unchanged: told ? of.unchanged : null,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

function shownPreview(preview: ImportPreview, isOpen: IsOpen) {
  const columns = preview.columns.map((column) => {
    const locked = !isOpen(column.suggested);
    return { ...column, locked, samples: locked ? [] : column.samples };
  });
  return { ...preview, columns, import: shownImport(preview.import, isOpen) };
}
