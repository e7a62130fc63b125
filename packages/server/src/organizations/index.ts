export { claimDomains, DomainTaken, domainsOfOthers } from './claim-domains.ts';
export {
  createOrganization,
  domainOf,
  type NewOrganization,
} from './create-organization.ts';
export {
  type DestructionCertificate,
  destroyOrganization,
  finishDestructions,
  giveUpOrganization,
} from './destroy-organization.ts';
export { getOrganization, listOrganizations, type Organization } from './organization.ts';
export {
  PORTAL_DAYS,
  PORTAL_DEFAULTS,
  type PortalSettings,
  portalSettings,
  WITHOUT_TLS,
  type WithoutTls,
} from './portal-settings.ts';
export { type OrganizationChange, updateOrganization } from './update-organization.ts';
export {
  getPortalSettings,
  updatePortalSettings,
  type VersionedPortalSettings,
} from './update-portal-settings.ts';
