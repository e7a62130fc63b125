import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals with AES-256-GCM (NIST SP 800-38D): the version of the key in a byte, 96-bit random nonce,
 * ciphertext, 128-bit tag. `context` is associated data: a sealed value moved to another row does not
 * open.
 */
export function seal(
  key: KeyObject,
  plain: Uint8Array | string,
  context: string,
  version = 1,
): Buffer {
  const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain;
  const sealed = Buffer.allocUnsafe(sealedBytes(bytes.length));
  sealInto(key, bytes, context, { bytes: sealed, at: 0 }, version);
  return sealed;
}

/** How far behind the beginning of a sealed value its ciphertext lies. */
export const PLAIN_AT = 1 + NONCE_BYTES;

/** How many bytes a value of so many takes once it is sealed. */
export const sealedBytes = (plain: number) => 1 + NONCE_BYTES + plain + TAG_BYTES;

/**
 * As `seal`, in bytes that are there already, where `plain` may lie at `PLAIN_AT`. The caller sees to it
 * that there is room. The version is written last: what is not sealed yet has none.
 */
export function sealInto(
  key: KeyObject,
  plain: Uint8Array,
  context: string,
  { bytes, at }: { readonly bytes: Buffer; readonly at: number },
  version = 1,
): void {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = cipher.update(plain);
  // GCM keeps nothing back: this only makes the tag
  cipher.final();
  bytes.set(nonce, at + 1);
  bytes.set(body, at + PLAIN_AT);
  bytes.set(cipher.getAuthTag(), at + PLAIN_AT + body.length);
  bytes[at] = version;
}

/** Random bytes for nonces are drawn for many at once: a draw costs 3 µs, whatever its size. */
const NONCES = 512;
const nonces = Buffer.alloc(NONCES * NONCE_BYTES);
let used = nonces.length;

/** Each is given out once, and is good until the next is asked for. */
function freshNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  const nonce = nonces.subarray(used, used + NONCE_BYTES);
  used += NONCE_BYTES;
  return nonce;
}

/** Opens what `seal` made with the same key, context and version. Throws `SealBroken` otherwise. */
export function open(key: KeyObject, sealed: Uint8Array, context: string, version = 1): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== version) throw new SealBroken();
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES));
    // GCM keeps nothing back: this only tells whether the tag is right
    decipher.final();
    return plain;
  } catch {
    throw new SealBroken();
  }
}

/** The value was altered, belongs to another row, or was sealed with another key. */
export class SealBroken extends Error {
  readonly code = 'SEAL_BROKEN';
  constructor() {
    super('A sealed value does not open: it was altered, moved, or sealed with another key.');
  }
}
