import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';

let world: ApiWorld;
let owner: Client;
beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

/** As PostgreSQL says it when a file of this table cannot grow. */
const fill = (table: string) =>
  world.test.pool.query(`create trigger no_room before insert on ${table}
    for each row execute function no_room()`);
const makeRoom = (table: string) => world.test.pool.query(`drop trigger no_room on ${table}`);

beforeEach(() =>
  world.test.pool.query(`create or replace function no_room() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`),
);

it('takes no file, says so, and keeps nothing of it', async () => {
  await fill('import_chunks');
  const { body, headers } = fileUpload('a.csv', 'MRN,Email\n1,a@example.org\n');
  const refused = await owner.request('POST', 'imports', body, headers);
  expect([refused.status, refused.json.code]).toEqual([507, 'no_room']);
  expect(refused.json.detail).toBe(
    'The disk of the database is full. Nothing was changed; try again when there is room.',
  );
  expect((await owner.request('GET', 'imports')).json.data).toEqual([]);
  await makeRoom('import_chunks');
  expect((await owner.request('POST', 'imports', body, headers)).status).toBe(201);
});

it('ends an export, and says why', async () => {
  const { json: segment } = await owner.request('POST', 'segments', {
    name: 'Everybody',
    tree: { op: 'isSet', attribute: 'city' },
  });
  await fill('export_chunks');
  const ask = { purpose: 'quality_review', note: 'The winter review', attributes: ['city'] };
  const asked = await owner.request('POST', `segments/${segment.id}/exports`, ask);
  let made = asked.json;
  while (made.state === 'running') {
    await sleep(20);
    made = (await owner.request('GET', `exports/${made.id}`)).json;
  }
  await makeRoom('export_chunks');
  expect(made).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('No file was made'),
  });
});
