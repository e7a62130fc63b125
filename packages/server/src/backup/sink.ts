import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { BackupRefused } from './refused.ts';

/** Where a backup goes. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  /** All was written: from here on it is there. */
  finish(): Promise<void>;
  /** Nothing stays of it. */
  abandon(): Promise<void>;
}

/**
 * A new file that its owner alone reads (0600): it has its name when all of it is on the disk, and until
 * then another. Throws `BackupRefused` where there is one of that name.
 */
export async function fileSink(path: string): Promise<Sink> {
  if (await stat(path).catch(() => null)) {
    throw new BackupRefused(`There is a ${path} already; name a new file.`);
  }
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`;
  const file = await open(draft, 'wx', 0o600);
  return {
    write: (bytes) => writeAll(file, bytes),
    async finish() {
      await file.sync();
      await file.close();
      await rename(draft, path);
      const directory = await open(dirname(path), 'r');
      try {
        await directory.sync();
      } finally {
        await directory.close();
      }
    },
    async abandon() {
      await file.close().catch(() => {});
      await unlink(draft).catch(() => {});
    },
  };
}

/** Standard output. What was written stays: without its last frame it is no backup. */
export function streamSink(stream: Writable): Sink {
  return {
    async write(bytes) {
      if (!stream.write(bytes)) await once(stream, 'drain');
    },
    finish: async () => {},
    abandon: async () => {},
  };
}

/** One write takes no more than it likes. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at);
    at += bytesWritten;
  }
}
