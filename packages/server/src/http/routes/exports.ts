import { Readable } from 'node:stream';
import { classOf } from '@postern/core/segments';
import { type Classified, mostSensitive } from '@postern/core/values';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inTransaction } from '../../database/index.ts';
import {
  askExport,
  deleteExport,
  type Export,
  exportFile,
  getExport,
  isExportPurpose,
  listExports,
} from '../../exports/index.ts';
import { getSegment } from '../../segments/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requirePeople, seesPeople } from '../class-guard.ts';
import { exports } from '../contract/index.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { type Naming, namingFor } from '../shown-segment.ts';

/** Those who answer for what is taken out, whoever asked for it. */
const OVERSEERS: ReadonlySet<string> = new Set(['administrator', 'privacy_officer']);

export function exportRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, jobs, now } = services;

  const keysOf = (request: FastifyRequest) => keyring.of(principalOf(request).organizationId);

  /** It is there for who asked and for overseers, up to the class that is open to them now. */
  const load = async (request: FastifyRequest, id: string) => {
    const viewer = principalOf(request);
    const found = await getExport(database, await keysOf(request), id, now());
    if (!found) throw notFound('export');
    const naming = await namingFor(database, viewer, [found.tree]);
    if (!mayKnow(found, naming)) throw notFound('export');
    return found;
  };

  bind(app, 'askExport', exports.askExport, async ({ params, body, request, reply }) => {
    const viewer = principalOf(request);
    const { organizationId, userId } = viewer;
    const segment = await getSegment(database, organizationId, params.id);
    if (!segment) throw notFound('segment');
    const { definitions, known } = await namingFor(database, viewer, [segment.tree]);
    requirePeople(request, classOf(segment.tree, definitions, known), 'This segment');
    for (const { key, label, sensitivity } of definitions) {
      if (!body.attributes.includes(key)) continue;
      requirePeople(request, { sensitivity }, `The attribute “${label}”`);
    }
    const keys = await keysOf(request);
    const asking = { ...body, segment, userId, address: request.ip };
    const asked = await inTransaction(database, (tx) => askExport(tx, keys, asking, now()));
    if (asked.kind === 'refused') {
      const errors = asked.problems.map(({ pointer, sentence: detail }) => ({ pointer, detail }));
      throw new ApiProblem('invalid_content', errors.map((one) => one.detail).join(' '), errors);
    }
    const { exportId } = asked;
    await jobs.add('export', { organizationId, exportId }, `export:${exportId}`);
    void reply.header('location', `/api/v1/exports/${exportId}`);
    return shown(await load(request, exportId));
  });

  bind(app, 'listExports', exports.listExports, async ({ query, request }) => {
    const keys = await keysOf(request);
    const all = await listExports(database, keys, query.segmentId ?? null, now());
    const trees = all.map(({ tree }) => tree);
    const naming = await namingFor(database, principalOf(request), trees);
    return { data: all.filter((one) => mayKnow(one, naming)).map(shown) };
  });

  bind(app, 'getExport', exports.getExport, async ({ params, request }) =>
    shown(await load(request, params.id)),
  );

  bind(app, 'exportFile', exports.exportFile, async ({ params, request, reply }) => {
    const found = await load(request, params.id);
    if (found.state !== 'done') throw new ApiProblem('not_possible_now', NO_FILE[found.state]);
    const { id: exportId, segmentId, rows } = found;
    await note(services, request, 'export.downloaded', { exportId, segmentId, rows });
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="export-${exportId}.csv"`)
      .header('content-length', found.bytes)
      .header('cache-control', 'private, no-store')
      .serializer((payload: unknown) => payload as string)
      .send(Readable.from(exportFile(database, await keysOf(request), found)));
  });

  bind(app, 'deleteExport', exports.deleteExport, async ({ params, request }) => {
    const { id: exportId, segmentId } = await load(request, params.id);
    const { organizationId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      if (!(await deleteExport(tx, { organizationId, exportId }))) {
        throw new ApiProblem('not_possible_now', 'The file of this export is gone already.');
      }
      await noteIn(tx, services, request, 'export.deleted', { exportId, segmentId });
      return null;
    });
  });
}

const NO_FILE = {
  running: 'This file is still being made.',
  failed: 'This file could not be made; the export says why.',
  expired: 'This file was kept for 7 days and is gone. Ask for it anew.',
  deleted: 'This file was deleted.',
} as const;

function mayKnow({ createdBy, tree, attributes }: Export, naming: Naming): boolean {
  const { viewer, definitions, known } = naming;
  const own = createdBy === viewer.userId;
  if (!own && !viewer.roles.some(({ id }) => OVERSEERS.has(id))) return false;
  const columns = definitions.flatMap(({ key, sensitivity }): Classified[] =>
    attributes.includes(key) ? [{ sensitivity, causedBy: key }] : [],
  );
  const asked = classOf(tree, definitions, known);
  return seesPeople(viewer, mostSensitive([...columns, ...(asked ? [asked] : [])]));
}

function shown(one: Export) {
  const { tree: _, chunks: __, purpose, createdBy, createdByName, ...rest } = one;
  return {
    ...rest,
    purpose: isExportPurpose(purpose) ? purpose : ('other' as const),
    createdBy: { id: createdBy, name: createdByName },
    createdAt: one.createdAt.toISOString(),
    finishedAt: one.finishedAt?.toISOString() ?? null,
    expiresAt: one.expiresAt?.toISOString() ?? null,
  };
}
