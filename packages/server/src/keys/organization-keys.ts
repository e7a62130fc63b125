import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { AttributeDefinition } from '@postern/core/values';
import { comparableForm, normaliseText } from '@postern/core/values';
import { type DataKey, type Purpose, readDataKey } from './data-key.ts';
import { open, seal } from './seal.ts';
import { type SealKeys, sealKeysOf } from './seal-keys.ts';
import { openSealing, type Sealing } from './sealing.ts';

const TOKEN_BYTES = 16;
const CACHE_SIZE = 20_000;

/** The blind index's kinds of lookup. */
export type LookupKind = 'email' | 'phone' | 'record_number';

/**
 * What an organization's data key can do. The purposes have keys of their own, derived with HKDF
 * (RFC 5869), so that a token says nothing of a seal. Destroying the data key destroys all of it.
 */
export interface OrganizationKeys {
  readonly organizationId: string;
  /** `context` names the row: table and ids. */
  seal(plain: Uint8Array | string, context: string): Buffer;
  /** Opens a thread that seals. The caller closes it. */
  openSealing(): Sealing;
  /**
   * Of the key that seals now. What was sealed before the transaction that writes it has to be of it still:
   * a rotation waits for transactions, and destroys the old key when it finds nothing sealed with it.
   */
  readonly sealVersion: number;
  open(sealed: Uint8Array, context: string): Buffer;
  sealJson(value: unknown, context: string): Buffer;
  openJson(sealed: Uint8Array, context: string): unknown;
  /** Keyed hash by which a contact is found (HMAC-SHA-256): the same person, the same bytes. */
  lookupToken(kind: LookupKind, value: string): Buffer;
  /** The same in Latin-1, a character for a byte: in a third of the time, and little to collect. */
  lookupText(kind: LookupKind, value: string): string;
  /** Token of a text or code of one attribute, 128 bits; equal values have equal tokens. */
  valueToken(attribute: AttributeDefinition, value: string): Buffer;
  /** Keyed hash for a purpose: audit chain, content comparison, Message-ID, a way that mail took. */
  mac(
    purpose: 'audit' | 'content' | 'message-id' | 'returned-mail' | 'route',
    data: Uint8Array | string,
  ): Buffer;
  /** Deterministic seal for links: the same plain gives the same bytes (SIV as in RFC 5297's idea). */
  readonly linkKey: KeyObject;
  /** What an Ed25519 key is made of (RFC 8032, 5.1.5: any 32 bytes), which signs the audit ledger. */
  readonly auditSigningSeed: Buffer;
  /** For the addresses to which bounces and complaints come home. */
  readonly returnKeys: ReturnKeys;
}

/** One key names and proves, the other hides. */
export interface ReturnKeys {
  readonly mac: KeyObject;
  readonly cipher: KeyObject;
}

/**
 * `dataKey` is what was unwrapped. `sealing` holds the versions of the key that seals, and changes
 * while the keys are held: without it there is version 1, made of the data key.
 */
export function organizationKeys(
  organizationId: string,
  dataKey: Uint8Array,
  sealing: SealKeys = sealKeysOf(organizationId, readDataKey(dataKey)),
): OrganizationKeys {
  const root: DataKey = readDataKey(dataKey);
  const derive = (purpose: Purpose) => createSecretKey(root.derive(organizationId, purpose));
  const lookup = derive('lookup');
  const token = derive('token');
  const macs = {
    audit: derive('audit'),
    content: derive('content'),
    'message-id': derive('message-id'),
    'returned-mail': derive('returned-mail'),
    route: derive('route'),
  };
  const context = (row: string) => `${organizationId}:${row}`;
  // Codes, plans and ZIP codes recur: a bounded cache saves most of the HMACs.
  const cache = new Map<string, Buffer>();
  const keys: OrganizationKeys = {
    organizationId,
    seal(plain, row) {
      const { key, version } = sealing.current();
      return seal(key, plain, context(row), version);
    },
    openSealing: () => openSealing(context(''), sealing),
    get sealVersion() {
      return sealing.current().version;
    },
    open(sealed, row) {
      const version = sealed[0] ?? 0;
      return open(sealing.ofVersion(version), sealed, context(row), version);
    },
    sealJson: (value, row) => keys.seal(JSON.stringify(value), row),
    openJson: (sealed, row) => JSON.parse(keys.open(sealed, row).toString()),
    // by way of a text it lies in Node's pool: each digest of its own would be memory to give back
    lookupToken: (kind, value) => Buffer.from(keys.lookupText(kind, value), 'latin1'),
    lookupText: (kind, value) =>
      createHmac('sha256', lookup)
        .update(`${kind}\0${normaliseLookup(kind, value)}`)
        .digest('binary'),
    valueToken: (attribute, value) => {
      const name = `${attribute.id}\0${comparableForm(attribute, value)}`;
      const known = cache.get(name);
      if (known) return known;
      const made = createHmac('sha256', token).update(name).digest().subarray(0, TOKEN_BYTES);
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(name, made);
      return made;
    },
    mac: (purpose, data) => createHmac('sha256', macs[purpose]).update(data).digest(),
    linkKey: derive('link'),
    auditSigningSeed: derive('audit-signing').export(),
    returnKeys: { mac: derive('return-mac'), cipher: derive('return-cipher') },
  };
  return keys;
}

function normaliseLookup(kind: LookupKind, value: string): string {
  switch (kind) {
    case 'email':
      return normaliseText(value);
    case 'phone':
      return value.replace(/\D/gu, '').replace(/^1(?=\d{10}$)/, '');
    case 'record_number':
      return value.trim().toUpperCase();
  }
}
