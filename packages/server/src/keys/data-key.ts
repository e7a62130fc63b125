import { hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;

/**
 * What is derived from an organization's data key. All but `seal` find things again: they are never
 * changed, since every token, hash and link would have to be made anew from what it stands for.
 */
const PURPOSES = [
  'seal',
  'lookup',
  'token',
  'audit',
  'content',
  'message-id',
  'returned-mail',
  'route',
  'link',
  'audit-signing',
  'return-mac',
  'return-cipher',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface DataKey {
  /** 32 bytes. HKDF-SHA-256 (RFC 5869), so that one purpose's key says nothing of another's. */
  derive(organizationId: string, purpose: Purpose): Buffer;
}

/**
 * Reads a data key as it was wrapped: 32 bytes from which everything is derived, or, once the first
 * key that seals was destroyed (`withoutFirstSeal`), what was derived from them and new bytes for what
 * is to come.
 */
export function readDataKey(bytes: Uint8Array): DataKey {
  if (bytes.length === KEY_BYTES) return { derive: (id, purpose) => expand(bytes, id, purpose) };
  const root = bytes.subarray(0, KEY_BYTES);
  const kept = new Map<number, Buffer>();
  for (let at = KEY_BYTES; at < bytes.length; at += 1 + KEY_BYTES) {
    kept.set(bytes[at] ?? 0, Buffer.from(bytes.subarray(at + 1, at + 1 + KEY_BYTES)));
  }
  return {
    derive: (id, purpose) => kept.get(PURPOSES.indexOf(purpose)) ?? expand(root, id, purpose),
  };
}

/**
 * The same data key without the way to the first key that seals. HKDF cannot be turned round: what
 * was derived stays, what it was derived from does not. A purpose is its place in `PURPOSES`, which
 * only grows at its end.
 */
export function withoutFirstSeal(bytes: Uint8Array, organizationId: string): Buffer {
  const before = readDataKey(bytes);
  const kept = PURPOSES.flatMap((purpose, place) =>
    purpose === 'seal' ? [] : [Buffer.of(place), before.derive(organizationId, purpose)],
  );
  return Buffer.concat([randomBytes(KEY_BYTES), ...kept]);
}

const expand = (root: Uint8Array, organizationId: string, purpose: Purpose) =>
  Buffer.from(hkdfSync('sha256', root, organizationId, `postern:${purpose}:1`, KEY_BYTES));
