import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, openDatabase } from './index.ts';

let scratch: TestDatabase;
let database: Database;

beforeAll(async () => {
  scratch = await testDatabase();
  database = openDatabase(scratch.url, () => {}, { byKey: true }).database;
});

afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const preparedOn = async (connection: Database) => {
  const { rows } = await sql<{ name: string; plans: number }>`
    select name, generic_plans::integer as plans from pg_prepared_statements`.execute(connection);
  return rows;
};

test('a statement that names itself is prepared once, and answers as any other', async () => {
  await database.connection().execute(async (connection) => {
    for (const value of [1, 2, 3]) {
      const { rows } = await sql<{ double: number }>`/* prepared: doubled */
        select 2 * ${value}::integer as double`.execute(connection);
      expect(rows).toEqual([{ double: 2 * value }]);
      await sql`select 3 * ${value}::integer`.execute(connection);
    }
    const names = (await preparedOn(connection)).map(({ name }) => name);
    expect(names).toEqual([expect.stringMatching(/^doubled_\d+$/)]);
  });
});

test('a statement of one name and several texts is prepared in each of them', async () => {
  await database.connection().execute(async (connection) => {
    const one = await sql<{ n: number }>`/* prepared: several */ select 1 as n`.execute(connection);
    const two = await sql<{ n: number }>`/* prepared: several */ select 2 as n`.execute(connection);
    expect([one.rows, two.rows]).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  });
});

test('a plan that is kept from when a table was empty finds by key when it is full', async () => {
  await database.connection().execute(async (connection) => {
    await sql`create temp table found (id integer primary key, said text)`.execute(connection);
    const look = (ids: readonly number[]) =>
      sql`/* prepared: look_up */
        update found set said = 'yes' from unnest(${sql.val(ids)}::integer[]) as wanted (id)
        where found.id = wanted.id`.execute(connection);
    for (let count = 0; count < 10; count += 1) await look([1, 2, 3]);
    await sql`insert into found select n, 'no' from generate_series(1, 20000) n`.execute(
      connection,
    );
    const [kept] = (await preparedOn(connection)).filter(({ name }) => name.startsWith('look_up'));
    expect(kept?.plans).toBeGreaterThan(0);
    const { rows } = await sql<Record<string, string>>`
      explain execute ${sql.raw(kept?.name ?? '')} ('{4,5}')`.execute(connection);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan');
    expect(plan).not.toContain('Seq Scan');
  });
});
