import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { accountQuery } from './account/queries.ts';
import { ProblemError } from './api/problem.ts';
import { applicationsQuery, rateLimitsQuery } from './applications/queries.ts';
import { attributesQuery } from './attributes/queries.ts';
import { readFilter } from './audit/filter.ts';
import { formQuery, formsQuery } from './authorizations/form-queries.ts';
import { campaignQuery, campaignsQuery, reportQuery } from './campaigns/queries.ts';
import { stepOf } from './campaigns/wizard/steps.ts';
import { fileQuery, filesQuery } from './consent-exchange/queries.ts';
import { bouncesOf } from './delivery/bounces.ts';
import { pickUpOf } from './delivery/pick-up.ts';
import { paceQuery, receiversQuery, sitesQuery, warmUpsQuery } from './delivery/shaping.ts';
import { streamsQuery } from './delivery/streams.ts';
import { tlsReportQuery } from './delivery/tls-query.ts';
import { dayOf, todayUtc } from './delivery/tls-words.ts';
import { emergenciesQuery } from './emergencies/queries.ts';
import { evidenceOf } from './evidence/search.ts';
import { hygieneQuery } from './hygiene/queries.ts';
import { importQuery, importsQuery, previewQuery } from './imports/queries.ts';
import { Lost, Nowhere, PageProblem, RootProblem } from './parts/PageProblem.tsx';
import { PageSkeleton } from './parts/PageSkeleton.tsx';
import { invitationsQuery, rolesQuery, signInSettingsQuery, usersQuery } from './roles/queries.ts';
import { sectionOf as sectionOfPeople } from './roles/sections.ts';
import { sandboxOf } from './sandbox/queries.ts';
import { segmentQuery, segmentsQuery } from './segments/queries.ts';
import { type Permission, sessionQuery } from './session/session.ts';
import { pickUpSettingsQuery } from './settings/pick-up.ts';
import { organizationQuery, sectionOf } from './settings/queries.ts';
import { Shell } from './shell/Shell.tsx';
import { signUpFormQuery, signUpFormsQuery } from './sign-up-forms/queries.ts';
import { singleSignOnQuery } from './single-sign-on/queries.ts';
import { templateQuery, templatesQuery } from './templates/queries.ts';
import { topicsQuery } from './topics/queries.ts';

/*
 * Every page and its address. A page is loaded when it is first wanted, or when somebody points at
 * a link to it. The loader fetches what the page cannot be drawn without; the page then reads the
 * same query with useSuspenseQuery. What an address asks for (filters, an open drawer) is parsed
 * here, once. No address ever holds a patient's data; ids only.
 */

interface Context {
  readonly queries: QueryClient;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** Whether to fetch what a page needs, or to let it say that it is not for the role. */
const may = async (queries: QueryClient, permission: Permission) =>
  (await queries.ensureQueryData(sessionQuery)).user.permissions.includes(permission);

const root = createRootRouteWithContext<Context>()({ notFoundComponent: Lost });

/** Only an address of these pages: nobody is sent elsewhere after signing in. */
function ownAddress(value: unknown): { next?: string } {
  const next = text(value);
  return next && /^\/(?![/\\])/.test(next) ? { next } : {};
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string; awaited?: true } => ({
    ...ownAddress(search['next']),
    // back from single sign-on, with our own second factor still to come
    ...(search['awaited'] === true && { awaited: true }),
  }),
  component: lazyRouteComponent(() => import('./session/SignInPage.tsx'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./session/InvitationPage.tsx'), 'InvitationPage'),
});

/** The session, or on to the page where one begins. */
async function signedIn(queries: QueryClient, next: string) {
  try {
    return await queries.ensureQueryData(sessionQuery);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      throw redirect({ to: '/sign-in', search: { next } });
    }
    throw error;
  }
}

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  errorComponent: RootProblem,
  validateSearch: (search): { next?: string } => ownAddress(search['next']),
  beforeLoad: async ({ context }) => {
    const { session } = await signedIn(context.queries, '/');
    if (!session.enrol) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('./session/EnrolPage.tsx'), 'EnrolPage'),
});

/** Everything for which one has to be signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: RootProblem,
  beforeLoad: async ({ context, location }) => {
    const { session } = await signedIn(context.queries, location.href);
    if (session.enrol) throw redirect({ to: '/set-up', search: { next: location.href } });
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  loader: ({ context }) => context.queries.ensureInfiniteQueryData(campaignsQuery),
  component: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage'),
});

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns',
  validateSearch: (search): { state?: string; find?: string } => {
    const state = text(search['state']);
    const find = text(search['find']);
    return { ...(state && { state }), ...(find && { find }) };
  },
  loader: ({ context }) => context.queries.ensureInfiniteQueryData(campaignsQuery),
  component: lazyRouteComponent(() => import('./campaigns/CampaignsPage.tsx'), 'CampaignsPage'),
});

const newCampaign = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns/new',
  component: lazyRouteComponent(() => import('./campaigns/NewCampaignPage.tsx'), 'NewCampaignPage'),
});

const campaign = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns/$id',
  validateSearch: evidenceOf,
  loader: async ({ context, params }) => {
    const { state } = await context.queries.ensureQueryData(campaignQuery(params.id));
    if (state === 'draft') throw redirect({ to: '/campaigns/$id/edit', params });
  },
  component: lazyRouteComponent(() => import('./campaigns/CampaignPage.tsx'), 'CampaignPage'),
});

const editCampaign = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns/$id/edit',
  validateSearch: (search) => ({ ...evidenceOf(search), ...stepOf(search['step']) }),
  loader: async ({ context, params }) => {
    const { state } = await context.queries.ensureQueryData(campaignQuery(params.id));
    if (state !== 'draft') throw redirect({ to: '/campaigns/$id', params });
  },
  component: lazyRouteComponent(
    () => import('./campaigns/EditCampaignPage.tsx'),
    'EditCampaignPage',
  ),
});

const report = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns/$id/report',
  validateSearch: evidenceOf,
  loader: ({ context, params }) => context.queries.ensureQueryData(reportQuery(params.id)),
  component: lazyRouteComponent(() => import('./campaigns/report/ReportPage.tsx'), 'ReportPage'),
});

const sandbox = createRoute({
  getParentRoute: () => shell,
  path: '/sandbox',
  validateSearch: sandboxOf,
  component: lazyRouteComponent(() => import('./sandbox/SandboxPage.tsx'), 'SandboxPage'),
});

const domains = createRoute({
  getParentRoute: () => shell,
  path: '/domains',
  loader: ({ context }) => context.queries.ensureQueryData(streamsQuery),
  component: lazyRouteComponent(() => import('./delivery/DomainsPage.tsx'), 'DomainsPage'),
});

/*
 * Pages of people have no loader: a look at a person is an entry in the audit, and a pointer that
 * passes over a link is no look.
 */
const contacts = createRoute({
  getParentRoute: () => shell,
  path: '/contacts',
  component: lazyRouteComponent(() => import('./contacts/ContactsPage.tsx'), 'ContactsPage'),
});

const pickUp = createRoute({
  getParentRoute: () => shell,
  path: '/pick-up',
  validateSearch: pickUpOf,
  component: lazyRouteComponent(() => import('./delivery/PickUpPage.tsx'), 'PickUpPage'),
});

const bounces = createRoute({
  getParentRoute: () => shell,
  path: '/delivery/bounces',
  validateSearch: bouncesOf,
  component: lazyRouteComponent(() => import('./delivery/BouncesPage.tsx'), 'BouncesPage'),
});

const contact = createRoute({
  getParentRoute: () => shell,
  path: '/contacts/$id',
  component: lazyRouteComponent(() => import('./contacts/ContactPage.tsx'), 'ContactPage'),
});

const hygiene = createRoute({
  getParentRoute: () => shell,
  path: '/hygiene',
  loader: async ({ context: { queries } }) => {
    if (await may(queries, 'people:read')) await queries.ensureQueryData(hygieneQuery);
  },
  component: lazyRouteComponent(() => import('./hygiene/HygienePage.tsx'), 'HygienePage'),
});

const hygieneFinding = createRoute({
  getParentRoute: () => shell,
  path: '/hygiene/addresses/$finding',
  component: lazyRouteComponent(() => import('./hygiene/FindingPage.tsx'), 'FindingPage'),
});

const hygienePair = createRoute({
  getParentRoute: () => shell,
  path: '/hygiene/pairs/$one/$other',
  component: lazyRouteComponent(() => import('./hygiene/PairPage.tsx'), 'PairPage'),
});

const segments = createRoute({
  getParentRoute: () => shell,
  path: '/segments',
  validateSearch: (search): { find?: string } => {
    const find = text(search['find']);
    return find ? { find } : {};
  },
  loader: ({ context }) => context.queries.ensureQueryData(segmentsQuery),
  component: lazyRouteComponent(() => import('./segments/SegmentsPage.tsx'), 'SegmentsPage'),
});

const newSegment = createRoute({
  getParentRoute: () => shell,
  path: '/segments/new',
  // A copy begins as another segment.
  validateSearch: (search): { from?: string } => {
    const from = text(search['from']);
    return from ? { from } : {};
  },
  loader: ({ context }) => context.queries.ensureQueryData(attributesQuery),
  component: lazyRouteComponent(() => import('./segments/NewSegmentPage.tsx'), 'NewSegmentPage'),
});

const segment = createRoute({
  getParentRoute: () => shell,
  path: '/segments/$id',
  validateSearch: ({ view }): { view?: 'people' | 'exports' } =>
    view === 'people' || view === 'exports' ? { view } : {},
  loader: async ({ context, params }) => {
    await Promise.all([
      context.queries.ensureQueryData(segmentQuery(params.id)),
      context.queries.ensureQueryData(attributesQuery),
    ]);
  },
  component: lazyRouteComponent(() => import('./segments/SegmentPage.tsx'), 'SegmentPage'),
});

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/imports',
  loader: async ({ context: { queries } }) => {
    if (await may(queries, 'imports:write')) await queries.ensureQueryData(importsQuery);
  },
  component: lazyRouteComponent(() => import('./imports/ImportsPage.tsx'), 'ImportsPage'),
});

const newImport = createRoute({
  getParentRoute: () => shell,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./imports/NewImportPage.tsx'), 'NewImportPage'),
});

const oneImport = createRoute({
  getParentRoute: () => shell,
  path: '/imports/$id',
  loader: async ({ context, params }) => {
    if (!(await may(context.queries, 'imports:write'))) return;
    const { state } = await context.queries.ensureQueryData(importQuery(params.id));
    // The file is there until the import is done.
    if (state === 'uploaded') await context.queries.ensureQueryData(previewQuery(params.id));
    await context.queries.ensureQueryData(attributesQuery);
  },
  component: lazyRouteComponent(() => import('./imports/ImportPage.tsx'), 'ImportPage'),
});

const consentFiles = createRoute({
  getParentRoute: () => shell,
  path: '/consent-files',
  loader: async ({ context: { queries } }) => {
    if (await may(queries, 'imports:write')) await queries.ensureQueryData(filesQuery);
  },
  component: lazyRouteComponent(
    () => import('./consent-exchange/ConsentFilesPage.tsx'),
    'ConsentFilesPage',
  ),
});

const consentFile = createRoute({
  getParentRoute: () => shell,
  path: '/consent-files/$id',
  loader: async ({ context: { queries }, params }) => {
    if (await may(queries, 'imports:write')) await queries.ensureQueryData(fileQuery(params.id));
  },
  component: lazyRouteComponent(
    () => import('./consent-exchange/ConsentFilePage.tsx'),
    'ConsentFilePage',
  ),
});

const templates = createRoute({
  getParentRoute: () => shell,
  path: '/templates',
  validateSearch: (search): { find?: string } => {
    const find = text(search['find']);
    return find ? { find } : {};
  },
  loader: ({ context }) => context.queries.ensureQueryData(templatesQuery),
  component: lazyRouteComponent(() => import('./templates/TemplatesPage.tsx'), 'TemplatesPage'),
});

const newTemplate = createRoute({
  getParentRoute: () => shell,
  path: '/templates/new',
  // A copy begins as another template.
  validateSearch: (search): { from?: string } => {
    const from = text(search['from']);
    return from ? { from } : {};
  },
  loader: ({ context }) => context.queries.ensureQueryData(attributesQuery),
  component: lazyRouteComponent(() => import('./templates/NewTemplatePage.tsx'), 'NewTemplatePage'),
});

const template = createRoute({
  getParentRoute: () => shell,
  path: '/templates/$id',
  loader: async ({ context, params }) => {
    await Promise.all([
      context.queries.ensureQueryData(templateQuery(params.id)),
      context.queries.ensureQueryData(attributesQuery),
    ]);
  },
  component: lazyRouteComponent(() => import('./templates/TemplatePage.tsx'), 'TemplatePage'),
});

const authorizationForms = createRoute({
  getParentRoute: () => shell,
  path: '/authorization-forms',
  loader: ({ context }) => context.queries.ensureQueryData(formsQuery),
  component: lazyRouteComponent(() => import('./authorizations/FormsPage.tsx'), 'FormsPage'),
});

const newAuthorizationForm = createRoute({
  getParentRoute: () => shell,
  path: '/authorization-forms/new',
  component: lazyRouteComponent(() => import('./authorizations/NewFormPage.tsx'), 'NewFormPage'),
});

const authorizationForm = createRoute({
  getParentRoute: () => shell,
  path: '/authorization-forms/$id',
  // An earlier version, as it was signed; without: the newest.
  validateSearch: (search): { version?: number } => {
    const version = Number(search['version']);
    return Number.isInteger(version) && version > 0 ? { version } : {};
  },
  loader: async ({ context, params }) => {
    await Promise.all([
      context.queries.ensureQueryData(formQuery(params.id)),
      context.queries.ensureQueryData(attributesQuery),
    ]);
  },
  component: lazyRouteComponent(() => import('./authorizations/FormPage.tsx'), 'FormPage'),
});

const signUpForms = createRoute({
  getParentRoute: () => shell,
  path: '/sign-up-forms',
  loader: async ({ context: { queries } }) => {
    if (await may(queries, 'contacts:write')) await queries.ensureQueryData(signUpFormsQuery);
  },
  component: lazyRouteComponent(
    () => import('./sign-up-forms/SignUpFormsPage.tsx'),
    'SignUpFormsPage',
  ),
});

const newSignUpForm = createRoute({
  getParentRoute: () => shell,
  path: '/sign-up-forms/new',
  loader: ({ context }) => context.queries.ensureQueryData(topicsQuery),
  component: lazyRouteComponent(
    () => import('./sign-up-forms/NewSignUpFormPage.tsx'),
    'NewSignUpFormPage',
  ),
});

const signUpForm = createRoute({
  getParentRoute: () => shell,
  path: '/sign-up-forms/$id',
  loader: async ({ context: { queries }, params }) => {
    if (!(await may(queries, 'contacts:write'))) return;
    await Promise.all([
      queries.ensureQueryData(signUpFormQuery(params.id)),
      queries.ensureQueryData(topicsQuery),
    ]);
  },
  component: lazyRouteComponent(
    () => import('./sign-up-forms/SignUpFormPage.tsx'),
    'SignUpFormPage',
  ),
});

const receivers = createRoute({
  getParentRoute: () => shell,
  path: '/delivery/receivers',
  loader: async ({ context: { queries } }) => {
    if (!(await may(queries, 'delivery:read'))) return;
    await Promise.all([
      queries.ensureQueryData(receiversQuery),
      queries.ensureQueryData(sitesQuery),
    ]);
  },
  component: lazyRouteComponent(() => import('./delivery/ReceiversPage.tsx'), 'ReceiversPage'),
});

const pace = createRoute({
  getParentRoute: () => shell,
  path: '/delivery/pace',
  loader: async ({ context: { queries } }) => {
    if (!(await may(queries, 'delivery:read'))) return;
    await Promise.all([queries.ensureQueryData(paceQuery), queries.ensureQueryData(warmUpsQuery)]);
  },
  component: lazyRouteComponent(() => import('./delivery/PacePage.tsx'), 'PacePage'),
});

const tls = createRoute({
  getParentRoute: () => shell,
  path: '/delivery/tls',
  validateSearch: (search) => dayOf(search['day']),
  loaderDeps: ({ search }) => ({ day: search.day ?? todayUtc() }),
  loader: async ({ context: { queries }, deps }) => {
    if (await may(queries, 'delivery:read'))
      await queries.ensureQueryData(tlsReportQuery(deps.day));
  },
  component: lazyRouteComponent(() => import('./delivery/TlsReportPage.tsx'), 'TlsReportPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: readFilter,
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
});

const roles = createRoute({
  getParentRoute: () => shell,
  path: '/roles',
  validateSearch: (search) => sectionOfPeople(search['section']),
  loader: async ({ context: { queries } }) => {
    if (!(await may(queries, 'users:write'))) return;
    await Promise.all([
      queries.ensureQueryData(rolesQuery),
      queries.ensureQueryData(usersQuery),
      queries.ensureQueryData(invitationsQuery),
      queries.ensureQueryData(signInSettingsQuery),
      queries.ensureQueryData(singleSignOnQuery),
    ]);
  },
  component: lazyRouteComponent(() => import('./roles/RolesPage.tsx'), 'RolesPage'),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  loader: ({ context }) => context.queries.ensureQueryData(accountQuery),
  component: lazyRouteComponent(() => import('./account/AccountPage.tsx'), 'AccountPage'),
});

const applications = createRoute({
  getParentRoute: () => shell,
  path: '/applications',
  loader: async ({ context: { queries } }) => {
    if (!(await may(queries, 'applications:write'))) return;
    await Promise.all([
      queries.ensureQueryData(applicationsQuery),
      queries.ensureQueryData(rateLimitsQuery),
      queries.ensureQueryData(rolesQuery),
    ]);
  },
  component: lazyRouteComponent(
    () => import('./applications/ApplicationsPage.tsx'),
    'ApplicationsPage',
  ),
});

const application = createRoute({
  getParentRoute: () => shell,
  path: '/applications/$id',
  loader: async ({ context: { queries } }) => {
    if (!(await may(queries, 'applications:write'))) return;
    await Promise.all([
      queries.ensureQueryData(applicationsQuery),
      queries.ensureQueryData(rolesQuery),
    ]);
  },
  component: lazyRouteComponent(
    () => import('./applications/ApplicationPage.tsx'),
    'ApplicationPage',
  ),
});

const emergencies = createRoute({
  getParentRoute: () => shell,
  path: '/emergencies',
  validateSearch: (search): { show?: string } => {
    const show = text(search['show']);
    return show ? { show } : {};
  },
  loader: async ({ context: { queries } }) => {
    if (await may(queries, 'emergency:review')) await queries.ensureQueryData(emergenciesQuery);
  },
  component: lazyRouteComponent(
    () => import('./emergencies/EmergenciesPage.tsx'),
    'EmergenciesPage',
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: (search) => sectionOf(search['section']),
  loader: async ({ context }) => {
    await Promise.all([
      context.queries.ensureQueryData(organizationQuery),
      context.queries.ensureQueryData(pickUpSettingsQuery),
      context.queries.ensureQueryData(topicsQuery),
      context.queries.ensureQueryData(attributesQuery),
    ]);
  },
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
});

const tree = root.addChildren([
  signIn,
  invitation,
  setUp,
  shell.addChildren([
    home,
    campaigns,
    newCampaign,
    campaign,
    editCampaign,
    report,
    sandbox,
    domains,
    pickUp,
    contacts,
    bounces,
    contact,
    hygiene,
    hygieneFinding,
    hygienePair,
    segments,
    newSegment,
    segment,
    imports,
    newImport,
    oneImport,
    consentFiles,
    consentFile,
    templates,
    newTemplate,
    template,
    authorizationForms,
    newAuthorizationForm,
    authorizationForm,
    signUpForms,
    newSignUpForm,
    signUpForm,
    receivers,
    pace,
    tls,
    audit,
    roles,
    account,
    applications,
    application,
    emergencies,
    settings,
  ]),
]);

export function createPages(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 250,
    defaultPendingMinMs: 200,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: PageProblem,
    defaultNotFoundComponent: Nowhere,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}
