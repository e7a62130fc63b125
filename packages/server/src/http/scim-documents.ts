import { GROUP_SCHEMA, MOST_RESULTS, USER_SCHEMA } from '../single-sign-on/index.ts';

const META = 'urn:ietf:params:scim:schemas:core:2.0:';

/** What is offered and what is not (RFC 7643, 5). */
export const serviceProviderConfig = (base: string) => ({
  schemas: [`${META}ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token of the organization, made on the page Settings, Single sign-on.',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

const typeOf = (name: 'User' | 'Group', schema: string, base: string) => ({
  schemas: [`${META}ResourceType`],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema,
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
});

/** RFC 7643, 6. */
export const resourceTypes = (base: string) => [
  typeOf('User', USER_SCHEMA, base),
  typeOf('Group', GROUP_SCHEMA, base),
];

interface Attribute {
  readonly name: string;
  readonly type?: 'string' | 'boolean' | 'complex' | 'reference';
  readonly required?: true;
  readonly multiValued?: true;
  readonly mutability?: 'readOnly';
  readonly uniqueness?: 'server';
  readonly caseExact?: true;
  readonly subAttributes?: readonly Attribute[];
}

/** With what goes without saying said (RFC 7643, 7). */
const attribute = ({ name, subAttributes, ...given }: Attribute): object => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...given,
  ...(subAttributes && { type: 'complex', subAttributes: subAttributes.map(attribute) }),
});

const schema = (id: string, name: string, base: string, attributes: readonly Attribute[]) => ({
  schemas: [`${META}Schema`],
  id,
  name,
  attributes: attributes.map(attribute),
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
});

/** What is kept of users and groups (RFC 7643, 4 and 7); all else is not looked at. */
export const schemas = (base: string) => [
  schema(USER_SCHEMA, 'User', base, [
    { name: 'userName', required: true, uniqueness: 'server' },
    { name: 'externalId', caseExact: true },
    { name: 'displayName' },
    {
      name: 'name',
      subAttributes: [{ name: 'formatted' }, { name: 'givenName' }, { name: 'familyName' }],
    },
    {
      name: 'emails',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [{ name: 'value' }, { name: 'type' }, { name: 'primary', type: 'boolean' }],
    },
    { name: 'active', type: 'boolean' },
    {
      name: 'groups',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [{ name: 'value' }, { name: 'display' }, { name: '$ref', type: 'reference' }],
    },
  ]),
  schema(GROUP_SCHEMA, 'Group', base, [
    { name: 'displayName', required: true },
    { name: 'externalId', caseExact: true },
    {
      name: 'members',
      multiValued: true,
      subAttributes: [{ name: 'value' }, { name: 'display' }, { name: '$ref', type: 'reference' }],
    },
  ]),
];
