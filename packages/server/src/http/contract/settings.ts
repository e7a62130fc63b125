import { Id, Name, nullable, object, route, Type, words } from './common.ts';

const Sender = object({
  kind: words(['provider', 'plan', 'not_covered'] as const),
  part2Program: Type.Boolean(),
  noticeCoversUse: Type.Boolean(),
  noticeCoversFundraising: Type.Boolean(),
});

const Relay = {
  host: Type.String({ minLength: 1, maxLength: 253 }),
  port: Type.Integer({ minimum: 1, maximum: 65535 }),
  tls: words(['starttls', 'implicit'] as const),
  /** The relay's operator has signed a business associate agreement, 45 CFR 164.504(e). */
  underBaa: Type.Boolean(),
  user: nullable(Type.String({ maxLength: 320 })),
  /** PEM of a private authority that the relay's certificate is verified against; null: the public ones. */
  authority: nullable(Type.String({ maxLength: 65536 })),
};

const Settings = {
  name: Name(200),
  /** Lines may break; nothing else that does not print. */
  postalAddress: Type.String({ maxLength: 500, pattern: '^[\\P{Cc}\\n]*$' }),
  fromName: Name(200),
  fromAddress: Type.String({ maxLength: 320 }),
  profile: words(['law', 'strict'] as const),
  sender: Sender,
};

const Direct = object({
  kind: Type.Literal('direct'),
  /** What this server calls itself to others: a full name that leads back to it. */
  helloName: Type.String({ minLength: 1, maxLength: 253 }),
});

export const Organization = object({
  id: Id,
  ...Settings,
  sendingDomain: Type.String(),
  demonstration: Type.Boolean(),
  transport: Type.Union([
    object({ kind: Type.Literal('sandbox') }),
    object({ kind: Type.Literal('relay'), ...Relay, hasPassword: Type.Boolean() }),
    Direct,
  ]),
  dkim: Type.Array(
    object({ domain: Type.String(), selector: Type.String(), dnsRecord: Type.String() }),
  ),
  version: Type.Integer(),
});

export const TransportChange = Type.Union([
  object({ kind: Type.Literal('sandbox') }),
  object({
    kind: Type.Literal('relay'),
    ...Relay,
    /** Missing: keep the one on file. */
    password: Type.Optional(nullable(Type.String({ maxLength: 1024 }))),
  }),
  Direct,
]);

export const getOrganization = route({
  method: 'GET',
  url: '/organization',
  tag: 'settings',
  summary: 'The organization: sender, profile, transport',
  permission: null,
  response: { 200: Organization },
});

export const updateOrganization = route({
  method: 'PUT',
  url: '/organization',
  tag: 'settings',
  summary: 'Change the organization (If-Match: its version)',
  permission: 'settings:write',
  body: object({ ...Settings, transport: TransportChange }),
  response: { 200: Organization },
});

export const testTransport = route({
  method: 'POST',
  url: '/organization/transport-test',
  tag: 'settings',
  summary: 'Connect to the mail server as it is set, without sending anything',
  permission: 'delivery:write',
  response: {
    200: object({
      ok: Type.Boolean(),
      /** What was found, or why nothing would be sent, in a sentence. */
      sentence: Type.String(),
      tls: nullable(object({ protocol: Type.String(), cipher: Type.String() })),
    }),
  },
});
