import * as account from './account.ts';
import * as applications from './applications.ts';
import * as attributes from './attributes.ts';
import * as audit from './audit.ts';
import * as authorizationForms from './authorization-forms.ts';
import * as campaigns from './campaigns.ts';
import type { RouteShape } from './common.ts';
import * as consentExchange from './consent-exchange.ts';
import * as contacts from './contacts.ts';
import * as domains from './domains.ts';
import * as emergencies from './emergencies.ts';
import * as exports from './exports.ts';
import * as frequency from './frequency.ts';
import * as hygiene from './hygiene.ts';
import * as imports from './imports.ts';
import * as keys from './keys.ts';
import * as ledger from './ledger.ts';
import * as people from './people.ts';
import * as portal from './portal.ts';
import * as returns from './returns.ts';
import * as roles from './roles.ts';
import * as sandbox from './sandbox.ts';
import * as segments from './segments.ts';
import * as session from './session.ts';
import * as settings from './settings.ts';
import * as shaping from './shaping.ts';
import * as signUpForms from './sign-up-forms.ts';
import * as signing from './signing.ts';
import * as singleSignOn from './single-sign-on.ts';
import * as templates from './templates.ts';
import * as tlsReports from './tls-reports.ts';
import * as topics from './topics.ts';

export {
  account,
  applications,
  attributes,
  audit,
  authorizationForms,
  campaigns,
  consentExchange,
  contacts,
  domains,
  emergencies,
  exports,
  frequency,
  hygiene,
  imports,
  keys,
  ledger,
  people,
  portal,
  returns,
  roles,
  sandbox,
  segments,
  session,
  settings,
  shaping,
  signing,
  signUpForms,
  singleSignOn,
  templates,
  tlsReports,
  topics,
};

/** Every route of the API by its operation name. */
export function allRoutes(): ReadonlyMap<string, RouteShape> {
  const rooms = [
    session,
    account,
    people,
    singleSignOn,
    settings,
    keys,
    frequency,
    attributes,
    contacts,
    ledger,
    hygiene,
    imports,
    consentExchange,
    segments,
    exports,
    templates,
    authorizationForms,
    signing,
    signUpForms,
    campaigns,
    domains,
    sandbox,
    portal,
    returns,
    tlsReports,
    topics,
    shaping,
    audit,
    roles,
    emergencies,
    applications,
  ];
  const found = new Map<string, RouteShape>();
  for (const room of rooms) {
    for (const [name, value] of Object.entries(room)) {
      if (typeof value === 'object' && 'method' in value) found.set(name, value as RouteShape);
    }
  }
  return found;
}
