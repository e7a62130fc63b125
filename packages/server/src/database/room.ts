import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/index.ts';

const MiB = 1024 * 1024;

/**
 * Of the disk of the database, so much is left to what has to be written whatever happens: outcomes of
 * mail, consents, the ledger, PostgreSQL's journal, without which it ends and nothing goes on at all.
 */
const KEPT = 256 * MiB;

/** Asked before work that takes much of the disk; rejects with `NoRoom` while there is too little. */
export type Room = () => Promise<void>;

/** 53100 is PostgreSQL's own code, disk_full: whoever waits for one waits for both. */
export class NoRoom extends Error {
  readonly code = '53100';
}

/** Where the embedded database's files are. */
export const databaseDirectory = ({ dataDirectory }: Pick<Config, 'dataDirectory'>) =>
  join(dataDirectory, 'postgres');

/** There is always room on a server elsewhere, as far as can be told: its disk cannot be looked at. */
export function roomOf(
  config: Pick<Config, 'databaseUrl' | 'dataDirectory'>,
  kept: number = KEPT,
): Room {
  return async () => {
    if (config.databaseUrl !== null) return;
    const { bavail, bsize } = await statfs(databaseDirectory(config));
    const free = bavail * bsize;
    if (free >= kept) return;
    throw new NoRoom(
      `The disk of the database has ${Math.floor(free / MiB)} MB left, and ${kept / MiB} are kept for what has to be written whatever happens.`,
    );
  };
}

/** That there is no room, in a sentence, where an error says so: ours, or PostgreSQL's; null: another error. */
export function noRoomIn(error: unknown): string | null {
  if (error instanceof NoRoom) return error.message;
  const isFull = error instanceof Error && 'code' in error && error.code === '53100';
  return isFull ? 'The disk of the database is full.' : null;
}
