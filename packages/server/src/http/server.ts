import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import { openGatekeeper } from './application-calls.ts';
import { authenticate } from './authenticate.ts';
import { confirmPages } from './confirm-pages.ts';
import { requireDeclared } from './declared.ts';
import { answerErrors } from './errors.ts';
import { idempotency } from './idempotency.ts';
import { logRequests } from './log-requests.ts';
import { oauth } from './oauth.ts';
import { overTls } from './over-tls.ts';
import { pages } from './pages.ts';
import { answerUnreadable, BODY_PATIENCE, bodyPatience, PATIENCE } from './patience.ts';
import { portalPages } from './portal-pages.ts';
import { preferencePages } from './preference-pages.ts';
import { publicLinks } from './public.ts';
import { restOfForm } from './rest-of-form.ts';
import { accountRoutes } from './routes/account.ts';
import { applicationRoutes } from './routes/applications.ts';
import { attachmentRoutes } from './routes/attachments.ts';
import { attributeRoutes } from './routes/attributes.ts';
import { auditRoutes } from './routes/audit.ts';
import { auditForwardRoutes } from './routes/audit-forwards.ts';
import { authorizationFormRoutes } from './routes/authorization-forms.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { consentExchangeRoutes } from './routes/consent-exchange.ts';
import { contactRoutes } from './routes/contacts.ts';
import { domainRoutes } from './routes/domains.ts';
import { emergencyRoutes } from './routes/emergencies.ts';
import { exportRoutes } from './routes/exports.ts';
import { frequencyRoutes } from './routes/frequency.ts';
import { hygieneRoutes } from './routes/hygiene.ts';
import { importRoutes } from './routes/imports.ts';
import { keyRoutes } from './routes/keys.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { peopleRoutes } from './routes/people.ts';
import { portalRoutes } from './routes/portal.ts';
import { returnsRoutes } from './routes/returns.ts';
import { roleRoutes } from './routes/roles.ts';
import { sandboxRoutes } from './routes/sandbox.ts';
import { segmentRoutes } from './routes/segments.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { shapingRoutes } from './routes/shaping.ts';
import { signUpFormRoutes } from './routes/sign-up-forms.ts';
import { signingRoutes } from './routes/signing.ts';
import { singleSignOnRoutes } from './routes/single-sign-on.ts';
import { templateRoutes } from './routes/templates.ts';
import { tlsReportRoutes } from './routes/tls-reports.ts';
import { topicRoutes } from './routes/topics.ts';
import { scimRoutes } from './scim.ts';
import { securityHeaders } from './security-headers.ts';
import type { Services } from './services.ts';
import { signUpPages } from './sign-up-pages.ts';
import { signingPages } from './signing-pages.ts';
import { ssoPages } from './sso-pages.ts';
import { answerUnreadableAddress } from './unreadable-address.ts';

/** An upload may be this large; the rest of the API takes 4 MiB. */
const UPLOAD_BYTES = 2 * 1024 ** 3;

/** Pages, API and public links, ready to listen. */
export async function buildServer(services: Services): Promise<FastifyInstance> {
  const app = await createApp({
    logger: false,
    trustProxy: 'loopback',
    // a request's number is ours: a header from outside does not get into the log
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    forceCloseConnections: true,
    ...PATIENCE,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error, request, reply) => answerUnreadableAddress(request, reply),
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { files: 1, fileSize: UPLOAD_BYTES, fields: 4 } });
  overTls(app, services);
  securityHeaders(app);
  bodyPatience(app, BODY_PATIENCE);
  restOfForm(app);
  answerErrors(app, services.log);
  logRequests(app, services.log);
  requireDeclared(app);
  const gatekeeper = openGatekeeper(app, services);
  authenticate(app, services, gatekeeper);
  idempotency(app, services);

  for (const room of [
    sessionRoutes,
    accountRoutes,
    peopleRoutes,
    singleSignOnRoutes,
    settingsRoutes,
    keyRoutes,
    attributeRoutes,
    contactRoutes,
    ledgerRoutes,
    hygieneRoutes,
    importRoutes,
    consentExchangeRoutes,
    segmentRoutes,
    exportRoutes,
    templateRoutes,
    authorizationFormRoutes,
    attachmentRoutes,
    campaignRoutes,
    domainRoutes,
    sandboxRoutes,
    frequencyRoutes,
    portalRoutes,
    signingRoutes,
    signUpFormRoutes,
    returnsRoutes,
    tlsReportRoutes,
    topicRoutes,
    shapingRoutes,
    auditRoutes,
    auditForwardRoutes,
    roleRoutes,
    emergencyRoutes,
  ]) {
    room(app, services);
  }
  applicationRoutes(app, services, gatekeeper);
  oauth(app, services, gatekeeper);
  publicLinks(app, services);
  portalPages(app, services);
  preferencePages(app, services);
  signingPages(app, services);
  signUpPages(app, services);
  confirmPages(app, services);
  ssoPages(app, services);
  scimRoutes(app, services);
  app.get('/api/openapi.json', async () => app.swagger());
  await pages(app);
  await app.ready();
  return app;
}
