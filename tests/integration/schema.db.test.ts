import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { describeSchema } from '../support/schema.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('the committed schema is what the migrations make (else: npm run schema:dump)', async () => {
  const committed = join(import.meta.dirname, '../../packages/server/src/database/schema.sql');
  expect(await describeSchema(database.pool)).toBe(readFileSync(committed, 'utf8'));
});
