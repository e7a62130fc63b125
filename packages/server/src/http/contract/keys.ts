import { Name, nullable, object, route, Time, Type, words } from './common.ts';

/** The change of the key that seals: what was sealed with the old one is sealed anew. */
const Rotation = object({
  version: Type.Integer(),
  state: words(['announced', 'current', 'sealing', 'checking', 'finished'] as const),
  /** Values sealed anew, of so many; null before they were counted. */
  done: Type.Integer(),
  total: nullable(Type.Integer()),
  problem: nullable(Type.String()),
  startedAt: Time,
  finishedAt: nullable(Time),
});

const Keys = object({
  store: object({
    kind: words(['file', 'aws-kms', 'vault'] as const),
    title: Type.String(),
    /** Why nothing opens at the moment; null: it answers. */
    problem: nullable(Type.String()),
    since: Time,
  }),
  /** Whether somebody confirmed that a copy of the key file is kept elsewhere, as it is now. */
  backup: object({ needed: Type.Boolean(), confirmedAt: nullable(Time) }),
  /** How many keys are wrapped by another key than the store's newest. */
  wrappedByOlder: Type.Integer(),
  /** Null: the key that seals was never changed. */
  rotation: nullable(Rotation),
});

const shared = { tag: 'settings', permission: 'keys:write' } as const;

export const getKeys = route({
  ...shared,
  method: 'GET',
  url: '/keys',
  summary: 'Where the key-encryption key is, and how far a change of keys is',
  response: { 200: Keys },
});

export const confirmKeyBackup = route({
  ...shared,
  method: 'POST',
  url: '/keys/backup',
  summary: 'Confirm that a copy of the key file is kept elsewhere',
  response: { 200: Keys },
});

export const rewrapKeys = route({
  ...shared,
  reauth: true,
  method: 'POST',
  url: '/keys/rewrap',
  summary: 'Wrap all keys anew by the newest key-encryption key',
  response: { 200: Keys },
});

export const rotateKeys = route({
  ...shared,
  reauth: true,
  method: 'POST',
  url: '/keys/rotation',
  summary: 'Begin to change the key that seals this organization’s data',
  response: { 202: Keys },
});

export const destroyOrganization = route({
  ...shared,
  reauth: true,
  method: 'POST',
  url: '/organization/destruction',
  summary: 'Destroy this organization for good; answers the signed certificate',
  body: object({
    /** The organization’s name, typed. */
    confirmation: Name(200),
  }),
  response: {
    200: object({
      kind: Type.Literal('postern destruction certificate'),
      organization: object({ id: Type.String(), name: Type.String() }),
      destroyedAt: Time,
      destroyedBy: Type.String(),
      keyFingerprint: Type.String(),
      lastAuditEntry: Type.Integer(),
      copies: object({ worthless: Type.Boolean(), sentence: Type.String() }),
      publicKey: Type.String(),
      signature: Type.String(),
    }),
  },
});
