import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { inTransaction } from '../database/index.ts';
import { archiveTopic, createTopic, isNameTaken, listTopics, renameTopic } from './index.ts';

let db: TestDatabase;
let world: SendingWorld;
const now = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

const make = (name: string) =>
  inTransaction(world.database, (tx) =>
    createTopic(tx, world.organizationId, { name, description: '' }, now),
  );
const at = (id: string, version: number) => ({
  ...{ organizationId: world.organizationId, id, version },
});
const names = async () =>
  (await listTopics(world.database, world.organizationId)).map(({ name }) => name);

describe('a topic', () => {
  it('has a name that no other topic in use has, in whatever case', async () => {
    await make('Walking group');
    await expect(make('walking GROUP').catch((error) => isNameTaken(error))).resolves.toBe(true);
    expect(await names()).toEqual(['Walking group']);
  });

  it('is renamed at the version that was read, and stays the same topic', async () => {
    const { id } = await make('Recipes');
    const words = { name: 'Cooking', description: 'Once a month' };
    const rename = (version: number) =>
      inTransaction(world.database, (tx) => renameTopic(tx, at(id, version), words, now));
    expect(await rename(1)).toMatchObject({ kind: 'changed', topic: { id, version: 2, ...words } });
    expect(await rename(1)).toMatchObject({ kind: 'stale', current: { version: 2 } });
  });

  it('is archived for good, and its name is free again', async () => {
    const { id } = await make('Sleep');
    const archive = (version: number) =>
      inTransaction(world.database, (tx) => archiveTopic(tx, at(id, version), now));
    expect(await archive(1)).toMatchObject({ kind: 'changed', topic: { archivedAt: now } });
    expect(await archive(2)).toEqual({ kind: 'archived' });
    expect((await make('Sleep')).id).not.toBe(id);
  });

  it('of another organization is unknown', async () => {
    const { id } = await make('Movement');
    const elsewhere = { ...at(id, 1), organizationId: crypto.randomUUID() };
    const done = await inTransaction(world.database, (tx) => archiveTopic(tx, elsewhere, now));
    expect(done).toEqual({ kind: 'unknown' });
  });
});
