import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALL_PERMISSIONS } from '../../packages/server/src/access/index.ts';
import { createApp } from '../../packages/server/src/http/app.ts';
import { allRoutes } from '../../packages/server/src/http/contract/index.ts';
import { requireDeclared } from '../../packages/server/src/http/declared.ts';
import { accessMatrix } from '../access/matrix.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

const COMMITTED = join(import.meta.dirname, '../access/matrix.txt');

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

it('lets each role in where the committed table says (else: POSTERN_WRITE_MATRIX=1, and read the difference)', async () => {
  const found = await accessMatrix(world);
  if (process.env['POSTERN_WRITE_MATRIX']) writeFileSync(COMMITTED, found);
  expect(found).toBe(readFileSync(COMMITTED, 'utf8'));
}, 120_000);

it('knows the permission that each route declares', () => {
  for (const [name, { permission }] of allRoutes()) {
    if (permission !== null)
      expect([name, ALL_PERMISSIONS]).toEqual([name, expect.arrayContaining([permission])]);
  }
});

it('serves no route of the API that declares no permission', async () => {
  const app = await createApp({ logger: false });
  requireDeclared(app);
  expect(() => app.get('/api/v1/people', async () => [])).toThrow('/api/v1/people declares no');
  await app.close();
});
