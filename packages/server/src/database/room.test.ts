import { mkdirSync, rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
import { databaseDirectory, NoRoom, roomOf } from './room.ts';

const dataDirectory = temporaryDirectory('postern-room-');
mkdirSync(databaseDirectory({ dataDirectory }));
afterAll(() => rmSync(dataDirectory, { recursive: true }));

const here = { databaseUrl: null, dataDirectory };
/** More than any disk has. */
const TOO_MUCH = 2 ** 60;

it('is there while the disk has more than is kept', async () => {
  await expect(roomOf(here, 0)()).resolves.toBeUndefined();
});

it('is not there while the disk has less, and the sentence tells both figures', async () => {
  const refused = roomOf(here, TOO_MUCH)();
  await expect(refused).rejects.toBeInstanceOf(NoRoom);
  await expect(refused).rejects.toThrow(
    /^The disk of the database has \d+ MB left, and 1099511627776 are kept/,
  );
});

it('cannot be told of a server elsewhere', async () => {
  const elsewhere = { ...here, databaseUrl: 'postgres://db.example.org/postern' };
  await expect(roomOf(elsewhere, TOO_MUCH)()).resolves.toBeUndefined();
});
