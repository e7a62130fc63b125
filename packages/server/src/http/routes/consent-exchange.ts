import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  dropExchange,
  type Exchange,
  type ExchangeKind,
  exportConsents,
  exportFhir,
  exportSuppressions,
  fhirBundle,
  getExchange,
  importFhir,
  listExchanges,
  listReports,
  rejectedRowsCsv,
  startWriting,
  uploadExchange,
} from '../../consent-exchange/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { consentExchange } from '../contract/index.ts';
import { formFile } from '../form-file.ts';
import { note } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

/** What people allowed and refused, in from other systems and out to them. */
export function consentExchangeRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, jobs, now } = services;
  const keysOf = (request: FastifyRequest) => keyring.of(principalOf(request).organizationId);
  const refOf = (request: FastifyRequest, importId: string) => ({
    organizationId: principalOf(request).organizationId,
    importId,
  });
  const load = async (request: FastifyRequest, id: string) => {
    const found = await getExchange(database, await keysOf(request), id);
    if (!found) throw notFound('file');
    return shown(found);
  };
  const run = (ref: { organizationId: string; importId: string }) =>
    jobs.add('consent-import', ref, `consent-import:${ref.importId}`);

  const upload = async (request: FastifyRequest, kind: ExchangeKind) => {
    const { organizationId, userId } = principalOf(request);
    const { fileName, source } = await formFile(request);
    const done = await uploadExchange(services, { organizationId, userId, kind, fileName, source });
    if (done.kind === 'refused') throw new ApiProblem('invalid_content', done.problem);
    await run({ organizationId, importId: done.importId });
    return load(request, done.importId);
  };

  bind(app, 'listConsentImports', consentExchange.listConsentImports, async ({ request }) => ({
    data: (await listExchanges(database, await keysOf(request))).map(shown),
  }));
  bind(app, 'uploadConsents', consentExchange.uploadConsents, ({ request }) =>
    upload(request, 'consents'),
  );
  bind(app, 'uploadSuppressions', consentExchange.uploadSuppressions, ({ request }) =>
    upload(request, 'suppressions'),
  );
  bind(app, 'getConsentImport', consentExchange.getConsentImport, ({ params, request }) =>
    load(request, params.id),
  );

  bind(
    app,
    'consentImportReport',
    consentExchange.consentImportReport,
    async ({ params, query, request }) => {
      await load(request, params.id);
      const limit = query.limit ?? 100;
      const place = { after: query.after ?? 0, limit };
      const reports = await listReports(database, await keysOf(request), params.id, place);
      await note(services, request, 'consent_import.report_read', { importId: params.id });
      return {
        data: reports.map(({ line, verdict, faults, reasons }) => ({
          line,
          verdict,
          faults,
          reasons,
        })),
        nextAfter: reports.length < limit ? null : (reports.at(-1)?.line ?? null),
      };
    },
  );

  bind(
    app,
    'consentImportRejects',
    consentExchange.consentImportRejects,
    async ({ params, request, reply }) => {
      const pieces = await rejectedRowsCsv(database, await keysOf(request), params.id);
      if (!pieces) throw notFound('file');
      await note(services, request, 'consent_import.rejects_read', { importId: params.id });
      return streamed(reply, CSV, `rejected-rows-${params.id}.csv`, pieces);
    },
  );

  bind(
    app,
    'writeConsentImport',
    consentExchange.writeConsentImport,
    async ({ params, request, reply }) => {
      const ref = refOf(request, params.id);
      const { kind } = await startWriting(services, ref, principalOf(request).userId);
      if (kind === 'unknown') throw notFound('file');
      if (kind === 'nothing') {
        throw new ApiProblem('not_possible_now', 'No row of this file is new and valid.');
      }
      if (kind === 'not-checked') {
        throw new ApiProblem(
          'not_possible_now',
          'This file does not wait to be written: it is still being checked, or was written or given up.',
        );
      }
      await run(ref);
      void reply.header('location', `/api/v1/consent-imports/${params.id}`);
      return load(request, params.id);
    },
  );

  bind(app, 'dropConsentImport', consentExchange.dropConsentImport, async ({ params, request }) => {
    const ref = refOf(request, params.id);
    await load(request, params.id);
    if (!(await dropExchange(services, ref, principalOf(request).userId))) {
      throw new ApiProblem('not_possible_now', 'This file does not wait to be written.');
    }
    return load(request, params.id);
  });

  bind(app, 'importFhirConsents', consentExchange.importFhirConsents, ({ body, request }) =>
    importFhir(services, principalOf(request), {
      resource: body.resource,
      patientSystem: body.patientSystem ?? null,
    }),
  );

  bind(
    app,
    'exportConsentsCsv',
    consentExchange.exportConsentsCsv,
    async ({ body, request, reply }) => {
      const keys = await keysOf(request);
      await note(services, request, 'consent.exported', { what: 'consents', ...body });
      return streamed(reply, CSV, 'consents.csv', exportConsents(database, keys));
    },
  );
  bind(
    app,
    'exportSuppressionsCsv',
    consentExchange.exportSuppressionsCsv,
    async ({ body, request, reply }) => {
      const keys = await keysOf(request);
      await note(services, request, 'consent.exported', { what: 'suppressions', ...body });
      return streamed(reply, CSV, 'suppressed-addresses.csv', exportSuppressions(database, keys));
    },
  );
  bind(
    app,
    'exportConsentsFhir',
    consentExchange.exportConsentsFhir,
    async ({ body, request, reply }) => {
      const keys = await keysOf(request);
      await note(services, request, 'consent.exported', { what: 'fhir', ...body });
      const pieces = exportFhir(database, keys, now());
      return streamed(reply, 'application/fhir+ndjson', 'consents.ndjson', pieces);
    },
  );
  bind(
    app,
    'contactFhir',
    consentExchange.contactFhir,
    async ({ params, body, request, reply }) => {
      const bundle = await fhirBundle(database, await keysOf(request), params.id, now());
      if (bundle === null) throw notFound('contact');
      const subject = { what: 'fhir', contactId: params.id, ...body };
      await note(services, request, 'consent.exported', subject);
      return streamed(reply, 'application/fhir+json', `consents-${params.id}.json`, [
        JSON.stringify(bundle),
      ]);
    },
  );
}

const CSV = 'text/csv; charset=utf-8';

function streamed(
  reply: FastifyReply,
  type: string,
  fileName: string,
  pieces: AsyncIterable<string> | Iterable<string>,
): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'private, no-store')
    .serializer((payload: unknown) => payload as string)
    .send(Readable.from(pieces));
}

function shown({ createdAt, finishedAt, ...rest }: Exchange) {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
