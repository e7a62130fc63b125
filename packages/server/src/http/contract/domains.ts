import { CHECK_KINDS } from '@postern/core/domains';
import { Id, IdParams, Name, nullable, object, route, Time, Type, words } from './common.ts';

const STREAM = words(['marketing', 'transactional'] as const);
const ALGORITHM = words(['rsa-sha256', 'ed25519-sha256'] as const);
const Domain = Type.String({ minLength: 3, maxLength: 254 });

const StreamSettings = {
  /** The domain that signs. */
  domain: Domain,
  fromName: Name(200),
  fromAddress: Type.String({ maxLength: 320 }),
  replyTo: nullable(Type.String({ maxLength: 320 })),
  /** Our own IP address to send from; null: the machine's choice. */
  localAddress: nullable(Type.String({ maxLength: 45 })),
  /** The envelope sender's domain, to which bounces come. */
  returnPathDomain: Domain,
};

const DnsRecord = object({
  name: Type.String(),
  type: words(['TXT', 'MX', 'PTR', 'A', 'AAAA'] as const),
  value: Type.String(),
  /** The same as a line of a zone file; a long text is split there. */
  zoneLine: Type.String(),
});

const Finding = {
  /** `unknown`: it could not be looked up, or nobody said what to look for. Unknown is not no. */
  state: words(['ok', 'wrong', 'missing', 'unknown'] as const),
  sentence: Type.String(),
  /** What to publish. */
  records: Type.Array(DnsRecord),
};

const Key = object({
  id: Id,
  selector: Type.String(),
  algorithm: ALGORITHM,
  /** Pending: it signs once its record is seen in the DNS; the one before it signs until then. */
  state: words(['pending', 'active', 'retired'] as const),
  record: DnsRecord,
  createdAt: Time,
  retiredAt: nullable(Time),
});

export const Stream = object({
  stream: STREAM,
  ...StreamSettings,
  version: Type.Integer(),
  keys: Type.Array(Key),
  /** What the last look-ups found; empty when there was none since the stream was changed. */
  checks: Type.Array(
    object({ kind: words(CHECK_KINDS), subject: Type.String(), ...Finding, checkedAt: Time }),
  ),
  /** Why no campaign can be launched on it now, a sentence each. */
  missing: Type.Array(Type.String()),
  /** What would better be mended. */
  advice: Type.Array(Type.String()),
});

const StreamParams = object({ stream: STREAM });

export const listStreams = route({
  method: 'GET',
  url: '/streams',
  tag: 'domains',
  summary: 'Both streams: domain, From, keys, and what the DNS was last found to say',
  permission: null,
  response: {
    200: object({
      data: Type.Array(Stream),
      /** Said when both use one domain. */
      advice: nullable(Type.String()),
      /** Zones that are asked about our addresses; none: block lists are off. */
      blockLists: Type.Array(Type.String()),
    }),
  },
});

export const updateStream = route({
  method: 'PUT',
  url: '/streams/{stream}',
  tag: 'domains',
  summary: 'Change how a stream sends (If-Match: its version)',
  permission: 'delivery:write',
  params: StreamParams,
  body: object(StreamSettings),
  response: { 200: Stream },
});

export const checkStream = route({
  method: 'POST',
  url: '/streams/{stream}/check',
  tag: 'domains',
  summary: 'Ask the DNS now; a pending key whose record is there begins to sign',
  permission: 'delivery:write',
  params: StreamParams,
  response: { 200: Stream },
});

export const addKey = route({
  method: 'POST',
  url: '/dkim-keys',
  tag: 'domains',
  summary: 'A new key for a domain, made here or brought along; it waits for its record',
  permission: 'delivery:write',
  reauth: true,
  idempotent: true,
  body: Type.Union([
    object({ kind: Type.Literal('made'), domain: Domain, algorithm: ALGORITHM }),
    object({
      kind: Type.Literal('own'),
      domain: Domain,
      selector: Type.String({ minLength: 1, maxLength: 63 }),
      /** RSA of 2048 bits or more, or Ed25519. Sealed as it is saved, and never shown again. */
      pem: Type.String({ maxLength: 32_768 }),
    }),
  ]),
  response: {
    201: object({
      key: Key,
      /** Whether the DNS shows an own key's record already; null for one that was made just now. */
      published: nullable(object(Finding)),
    }),
  },
});

export const dropKey = route({
  method: 'DELETE',
  url: '/dkim-keys/{id}',
  tag: 'domains',
  summary: 'Drop a pending key; one that signs or signed stays',
  permission: 'delivery:write',
  params: IdParams,
  response: { 204: Type.Null() },
});
