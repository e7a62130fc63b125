import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { BackupRefused } from './refused.ts';

/*
 * A backup is a file:
 *
 *     "POSTERN BACKUP 1", a line's end
 *     { "id": …, "wrapped": … }, a line's end     its id; its own key, wrapped by the key store
 *     frames                                      length (4 bytes), kind (1), ciphertext, tag (16)
 *
 * The frames are sealed with AES-256-GCM under a key of this file alone, as in STREAM (Hoang,
 * Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): the nonce is the frame's number, which together with its
 * kind is associated data, and the last is of a kind of its own. So frames that were changed, put in
 * another order, left out or cut off do not open. The lines in clear enter the derivation of the key.
 */
export const MAGIC = 'POSTERN BACKUP 1';
/** Under this name the key store wraps the keys of backups, as it does an organization's under its id. */
export const WRAPPED_FOR = 'backups';

const KINDS = {
  /** What made it and when, and what it follows: JSON. The first. */
  head: 1,
  /** The SHA-256 of some rows of a table, and those, compressed. */
  page: 2,
  /** Which pages a table consists of, in their order: its name, and their hashes. */
  index: 3,
  /** The tables with their sums: JSON. The last. */
  end: 4,
} as const;
export type Kind = keyof typeof KINDS;

export const FRAME_HEAD_BYTES = 5;
export const TAG_BYTES = 16;
export const HASH_BYTES = 32;

export function fileKey(dataKey: Uint8Array, clear: Uint8Array): KeyObject {
  const salt = hash('sha256', clear, 'buffer');
  return createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, salt, 'postern:backup:1', 32)));
}

export function sealFrame(key: KeyObject, number: number, kind: Kind, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number)).setAAD(aadOf(number, kind));
  const body = cipher.update(plain);
  cipher.final();
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt32BE(body.length + TAG_BYTES);
  head[4] = KINDS[kind];
  return Buffer.concat([head, body, cipher.getAuthTag()]);
}

/** Throws `BackupRefused` for what is not the frame of this number and kind in this file. */
export function openFrame(key: KeyObject, number: number, kind: Kind, sealed: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number))
      .setAAD(aadOf(number, kind))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
    decipher.final();
    return plain;
  } catch {
    throw new BackupRefused(`frame ${number} was altered, moved or is of another backup`);
  }
}

export function kindOf(byte: number | undefined): Kind | null {
  if (byte === KINDS.head) return 'head';
  if (byte === KINDS.page) return 'page';
  if (byte === KINDS.index) return 'index';
  return byte === KINDS.end ? 'end' : null;
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
}

const aadOf = (number: number, kind: Kind) =>
  Buffer.concat([nonceOf(number), Buffer.of(KINDS[kind])]);
