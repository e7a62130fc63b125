export { createOrganization, domainOf, type NewOrganization } from './create-organization.ts';
export { getOrganization, listOrganizations, type Organization } from './organization.ts';
export { type OrganizationChange, updateOrganization } from './update-organization.ts';
