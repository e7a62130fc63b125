import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PIECE = Buffer.alloc(1024 * 1024);

/** A file system of its own that can be filled to the last byte. */
export interface SmallDisk {
  readonly directory: string;
  fill(): Promise<void>;
  release(): Promise<void>;
  unmount(): Promise<void>;
}

/** Null where this user may not mount one. Others may pass through it, as the database's user must. */
export async function smallDisk(directory: string, megabytes: number): Promise<SmallDisk | null> {
  mkdirSync(directory, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', directory]);
  } catch {
    return null;
  }
  const ballast = join(directory, 'ballast');
  return {
    directory,
    async fill() {
      const file = await open(ballast, 'a');
      try {
        for (let piece = PIECE; piece.length > 0; ) {
          // the last write that fits is a short one; then smaller ones fill the gaps
          const wrote = await file.write(piece).catch(isFull);
          if (wrote === 'full') piece = piece.subarray(0, Math.floor(piece.length / 2));
        }
      } finally {
        await file.close();
      }
    },
    release: () => rm(ballast, { force: true }),
    async unmount() {
      await run('umount', [directory]);
    },
  };
}

function isFull(error: unknown): 'full' {
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return 'full';
  throw error;
}
