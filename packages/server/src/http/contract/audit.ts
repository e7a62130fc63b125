import { ACTOR_KINDS, PURPOSES } from '@postern/core/audit';
import {
  Id,
  IdParams,
  Name,
  nullable,
  object,
  PageQuery,
  page,
  route,
  Time,
  Type,
  words,
} from './common.ts';

const Entry = object({
  sequence: Type.Integer(),
  /** Null in the oldest, which were numbered when they were written. */
  id: nullable(Id),
  at: Time,
  actorKind: words(ACTOR_KINDS),
  /** Who: a user's or key's id, 'system' or 'recipient'. */
  actor: Type.String(),
  actorName: Type.String(),
  action: Type.String(),
  /** In plain words. */
  sentence: Type.String(),
  /** Ids and counts, never a value. */
  subject: Type.Record(Type.String(), Type.Unknown()),
  /** The address of the request; of a recipient the keyed hash of it, after a tilde. */
  origin: nullable(Type.String()),
  purpose: nullable(words(PURPOSES)),
});

const Filter = {
  action: Type.Optional(Type.String({ maxLength: 64 })),
  actor: Type.Optional(Type.String({ maxLength: 64, pattern: '^[\\w-]+$' })),
  contactId: Type.Optional(Id),
  campaignId: Type.Optional(Id),
  /** From this moment on. */
  from: Type.Optional(Time),
  /** Before this moment. */
  to: Type.Optional(Time),
};

const Checkpoint = object({
  size: Type.Integer(),
  /** The signed checkpoint (C2SP tlog-checkpoint). */
  note: Type.String(),
  /** The key that it verifies with (C2SP signed-note). */
  verifierKey: Type.String(),
});
const Hashes = Type.Array(Type.String(), { description: 'SHA-256 in base64, from the leaf up' });
const Verdict = object({
  intact: Type.Boolean(),
  entries: Type.Integer(),
  brokenAt: nullable(Type.Integer()),
  sentence: Type.String(),
});
const KeptCheckpoint = object({ checkpoint: Type.String({ minLength: 1, maxLength: 4_000 }) });

export const listAudit = route({
  method: 'GET',
  url: '/audit',
  tag: 'audit',
  summary: 'Audit entries, newest first',
  permission: 'audit:read',
  query: object({ ...PageQuery, ...Filter }),
  response: { 200: page(Entry) },
});

export const verifyAudit = route({
  method: 'POST',
  url: '/audit/verify',
  tag: 'audit',
  summary: 'Verify every entry against the signed tree: intact, or the first that is not',
  permission: 'audit:read',
  response: { 200: Verdict },
});

export const verifyAuditCheckpoint = route({
  method: 'POST',
  url: '/audit/verify-checkpoint',
  tag: 'audit',
  summary: 'Verify the ledger against a checkpoint that was kept elsewhere',
  permission: 'audit:read',
  body: KeptCheckpoint,
  response: { 200: Verdict },
});

export const auditCheckpoint = route({
  method: 'GET',
  url: '/audit/checkpoint',
  tag: 'audit',
  summary: 'The newest signed checkpoint, to be kept elsewhere',
  permission: 'audit:read',
  response: { 200: Checkpoint },
});

export const auditProof = route({
  method: 'GET',
  url: '/audit/entries/{sequence}/proof',
  tag: 'audit',
  summary: 'Proof that an entry is in the signed tree (RFC 9162, 2.1.3)',
  permission: 'audit:read',
  params: object({ sequence: Type.Integer({ minimum: 1, maximum: 1e15 }) }),
  response: {
    200: object({
      /** The lines whose hash is the leaf. */
      leaf: Type.String(),
      index: Type.Integer(),
      hashes: Hashes,
      checkpoint: Checkpoint,
    }),
  },
});

export const auditConsistency = route({
  method: 'POST',
  url: '/audit/consistency',
  tag: 'audit',
  summary: 'Proof that an older checkpoint is the beginning of today’s ledger (RFC 9162, 2.1.4)',
  permission: 'audit:read',
  body: KeptCheckpoint,
  response: { 200: object({ size: Type.Integer(), hashes: Hashes, newer: Checkpoint }) },
});

const Forward = object({
  id: Id,
  kind: words(['syslog', 'webhook']),
  name: Type.String(),
  /** Host and port. */
  place: Type.String(),
  /** The last entry that arrived; null: none yet. */
  sent: nullable(Type.Integer()),
  /** How many entries are on their way. */
  waiting: Type.Integer(),
  /** Why the last try failed; it is made again by itself. */
  problem: nullable(Type.String()),
  arrivedAt: nullable(Time),
  createdAt: Time,
});
const Authority = nullable(
  Type.String({ maxLength: 20_000, description: 'PEM of the authority to verify against' }),
);

export const listAuditForwards = route({
  method: 'GET',
  url: '/audit/forwards',
  tag: 'audit',
  summary: 'Where the ledger is forwarded to, and how far',
  permission: 'audit:read',
  response: { 200: object({ data: Type.Array(Forward) }) },
});

export const addAuditForward = route({
  method: 'POST',
  url: '/audit/forwards',
  tag: 'audit',
  summary: 'Forward the ledger to a syslog server (RFC 5424, 5425) or a webhook',
  permission: 'settings:write',
  idempotent: true,
  body: object({
    name: Name(100),
    target: Type.Union([
      object({
        kind: Type.Literal('syslog'),
        host: Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:-]+$' }),
        port: Type.Integer({ minimum: 1, maximum: 65_535 }),
        authority: Authority,
      }),
      object({
        kind: Type.Literal('webhook'),
        url: Type.String({ minLength: 1, maxLength: 2_000, pattern: '^https?://' }),
        authority: Authority,
      }),
    ]),
    from: words(['beginning', 'now']),
  }),
  response: {
    201: object({
      id: Id,
      /** Signs a webhook (Standard Webhooks); shown once. */
      secret: nullable(Type.String()),
    }),
  },
});

export const removeAuditForward = route({
  method: 'DELETE',
  url: '/audit/forwards/{id}',
  tag: 'audit',
  summary: 'End a forwarding',
  permission: 'settings:write',
  params: IdParams,
  response: { 204: Type.Null() },
});

export const exportAudit = route({
  method: 'GET',
  url: '/audit/export',
  tag: 'audit',
  summary: 'Entries as evidence: NDJSON with proofs and the signed checkpoint',
  permission: 'audit:read',
  reauth: true,
  query: object(Filter),
  response: { 200: Type.String({ description: 'NDJSON, as docs/audit.md describes it' }) },
});
