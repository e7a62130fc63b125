import type { FastifyInstance } from 'fastify';
import { daneStatus, tlsReport } from '../../destinations/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { tlsReports } from '../contract/index.ts';
import type { Services } from '../services.ts';

export function tlsReportRoutes(app: FastifyInstance, { config, database }: Services): void {
  bind(app, 'getTlsReport', tlsReports.getTlsReport, async ({ query, request }) => ({
    dane: daneStatus(config.resolver),
    report: await tlsReport(database, principalOf(request).organizationId, query.day),
  }));
}
