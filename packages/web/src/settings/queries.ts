import type { AnswerOf, operations } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Organization = AnswerOf<'getOrganization'>;
export type OrganizationChange =
  operations['updateOrganization']['requestBody']['content']['application/json'];

export type Transport = OrganizationChange['transport'];
export type Direct = Extract<Transport, { kind: 'direct' }>;
export type Relay = Extract<Transport, { kind: 'relay' }>;

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: () => answer(api.GET('/api/v1/organization')),
});

const SECTIONS = [
  'organization',
  'sending',
  'pick-up',
  'attributes',
  'topics',
  'frequency',
  'keys',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** The section of the settings that an address asks for; absent: the first. */
export function sectionOf(value: unknown): { section?: SectionName } {
  const section = SECTIONS.find((one) => one === value);
  return section ? { section } : {};
}

/** What is saved, as a change that changes nothing. The password stays as it is. */
export function changeOf(organization: Organization): OrganizationChange {
  const { name, postalAddress, fromName, fromAddress, profile, sender, transport } = organization;
  const rest = { name, postalAddress, fromName, fromAddress, profile, sender };
  if (transport.kind !== 'relay') return { ...rest, transport };
  const { hasPassword: _, ...relay } = transport;
  return { ...rest, transport: relay };
}
