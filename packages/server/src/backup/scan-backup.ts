import { createHash, hash, type KeyObject } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { type KeyStore, KeyUnavailable, splitName } from '../keys/index.ts';
import {
  FRAME_HEAD_BYTES,
  fileKey,
  HASH_BYTES,
  type Kind,
  kindOf,
  MAGIC,
  openFrame,
  TAG_BYTES,
  WRAPPED_FOR,
} from './format.ts';
import { type End, type Head, readEnd, readHead } from './manifest.ts';
import { BackupRefused } from './refused.ts';

const decompress = promisify(zstdDecompress);
/** Longer than any first two lines that we write. */
const CLEAR_BYTES = 65_536;
/** How many pages are taken apart at once. */
const AT_ONCE = 8;

/** A page's hash as the key of a map. */
export const hashKey = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** The keys of the pages of a table, in their order. */
export function* pagesIn(hashes: Buffer): Generator<string, void> {
  for (let at = 0; at < hashes.length; at += HASH_BYTES) {
    yield hashKey(hashes.subarray(at, at + HASH_BYTES));
  }
}

/** A backup of which every byte was verified. */
export interface ScannedBackup {
  readonly path: string;
  /** The name of the key that wrapped its key; null: of before names. */
  readonly wrappedBy: string | null;
  readonly head: Head;
  readonly end: End;
  /** Of each table the hashes of its pages, in their order. */
  readonly index: ReadonlyMap<string, Buffer>;
  /** Whether the page of this hash is in this very file. */
  has(key: string): boolean;
  read(key: string): Promise<Buffer>;
  close(): Promise<void>;
}

interface Place {
  readonly number: number;
  readonly at: number;
  readonly bytes: number;
}

/**
 * Reads a backup from its beginning to its end and opens every frame of it, so that what was altered,
 * moved, left out or cut off is known before anything is made of it. Throws `BackupRefused` with a
 * sentence. It stays open for reading its pages.
 */
export async function scanBackup(path: string, store: KeyStore): Promise<ScannedBackup> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new BackupRefused(`The file ${path} cannot be read (${error.code ?? 'unknown'}).`);
  });
  try {
    return await scan(path, file, store);
  } catch (error) {
    await file.close();
    if (error instanceof BackupRefused && !error.message.endsWith('.')) {
      throw new BackupRefused(`${path} is not intact: ${error.message}. Nothing of it is used.`);
    }
    throw error;
  }
}

async function scan(path: string, file: FileHandle, store: KeyStore): Promise<ScannedBackup> {
  const { size } = await file.stat();
  const { clear, id, wrapped } = await readClear(path, file, size);
  const key = fileKey(await unwrap(path, wrapped, store), clear);
  const places = new Map<string, Place>();
  const pieces = new Map<string, Buffer[]>();
  let head: Head | null = null;
  let end: End | null = null;
  const checks = new Set<Promise<void>>();
  try {
    let number = 0;
    for (let at = clear.length; at < size; number += 1) {
      if (end !== null) throw new BackupRefused('something follows its end');
      const frame = await readFrame(file, key, number, at, size);
      at += FRAME_HEAD_BYTES + frame.sealedBytes;
      if ((frame.kind === 'head') !== (number === 0)) throw new BackupRefused('its head is amiss');
      switch (frame.kind) {
        case 'head':
          head = readHead(frame.plain);
          break;
        case 'page': {
          const place = { number, at: at - frame.sealedBytes, bytes: frame.sealedBytes };
          places.set(hashKey(frame.plain.subarray(0, HASH_BYTES)), place);
          const check = unpack(frame.plain).then(() => void checks.delete(check));
          // heard below; an earlier one may end the scan first
          check.catch(() => {});
          checks.add(check);
          if (checks.size >= AT_ONCE) await Promise.race(checks);
          break;
        }
        case 'index': {
          const nameBytes = frame.plain.readUInt16BE();
          const name = frame.plain.subarray(2, 2 + nameBytes).toString();
          pieces.set(name, [...(pieces.get(name) ?? []), frame.plain.subarray(2 + nameBytes)]);
          break;
        }
        case 'end':
          end = readEnd(frame.plain);
      }
    }
    await Promise.all(checks);
  } finally {
    await Promise.allSettled(checks);
  }
  if (head === null || end === null) throw new BackupRefused('its end is missing');
  if (head.id !== id) throw new BackupRefused('its head is of another backup');
  const index = new Map([...pieces].map(([name, parts]) => [name, Buffer.concat(parts)]));
  requireSums(end, index, places.size);
  return {
    path,
    wrappedBy: splitName(wrapped).name,
    head,
    end,
    index,
    has: (page) => places.has(page),
    async read(page) {
      const place = places.get(page);
      if (place === undefined) throw new BackupRefused('a page is missing');
      const sealed = await readExactly(file, place.at, place.bytes);
      return unpack(openFrame(key, place.number, 'page', sealed));
    },
    close: () => file.close(),
  };
}

/** What the lines in clear say; `clear` is their bytes. */
async function readClear(path: string, file: FileHandle, size: number) {
  const start = await readExactly(file, 0, Math.min(size, CLEAR_BYTES));
  const first = start.indexOf('\n');
  const line = start.subarray(0, Math.max(first, 0)).toString();
  if (line !== MAGIC) {
    throw new BackupRefused(
      /^POSTERN BACKUP \d+$/.test(line)
        ? `${path} was made by a newer Postern (“${line}”); restore it with that version.`
        : `${path} is not a backup of Postern.`,
    );
  }
  const second = start.indexOf('\n', first + 1);
  if (second < 0) throw new BackupRefused('it ends in its head');
  try {
    const said: unknown = JSON.parse(start.subarray(first + 1, second).toString());
    if (typeof said === 'object' && said !== null && 'id' in said && 'wrapped' in said) {
      const { id, wrapped } = said;
      if (typeof id === 'string' && typeof wrapped === 'string') {
        const clear = start.subarray(0, second + 1);
        return { clear, id, wrapped: Buffer.from(wrapped, 'base64') };
      }
    }
  } catch {
    // said below
  }
  throw new BackupRefused('its head was altered');
}

async function unwrap(path: string, wrapped: Buffer, store: KeyStore): Promise<Buffer> {
  try {
    return await store.unwrap(wrapped, WRAPPED_FOR);
  } catch (error) {
    if (!(error instanceof KeyUnavailable)) throw error;
    throw new BackupRefused(
      `${path} does not open with this key store, or its head was altered. It needs the key that was in use when it was made. ${error.message}`,
    );
  }
}

async function readFrame(
  file: FileHandle,
  key: KeyObject,
  number: number,
  at: number,
  size: number,
): Promise<{ readonly kind: Kind; readonly plain: Buffer; readonly sealedBytes: number }> {
  const cut = () => new BackupRefused(`it ends within frame ${number}, or that was altered`);
  if (at + FRAME_HEAD_BYTES > size) throw cut();
  const start = await readExactly(file, at, FRAME_HEAD_BYTES);
  const sealedBytes = start.readUInt32BE();
  if (sealedBytes < TAG_BYTES || at + FRAME_HEAD_BYTES + sealedBytes > size) throw cut();
  const kind = kindOf(start[4]);
  if (kind === null) throw new BackupRefused(`frame ${number} was altered`);
  const sealed = await readExactly(file, at + FRAME_HEAD_BYTES, sealedBytes);
  return { kind, plain: openFrame(key, number, kind, sealed), sealedBytes };
}

/** The rows of a page, which are what its hash says. */
async function unpack(plain: Buffer): Promise<Buffer> {
  const rows = await decompress(plain.subarray(HASH_BYTES));
  if (hash('sha256', rows, 'buffer').equals(plain.subarray(0, HASH_BYTES))) return rows;
  throw new BackupRefused('a page is not what was put into it');
}

function requireSums(end: End, index: ReadonlyMap<string, Buffer>, pagesHere: number): void {
  for (const { name, pages, hash: expected } of end.tables) {
    const hashes = index.get(name) ?? Buffer.alloc(0);
    const found = createHash('sha256').update(hashes).digest('hex');
    if (hashes.length !== pages * HASH_BYTES || found !== expected) {
      throw new BackupRefused(`the pages of table ${name} do not add up`);
    }
  }
  if (pagesHere !== end.pagesHere) throw new BackupRefused('its pages do not add up');
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) throw new BackupRefused('it became shorter while it was read');
    done += bytesRead;
  }
  return bytes;
}
