import { type RawBuilder, sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { copyIn, copyOutEach } from './copy.ts';
import { type Database, openDatabase } from './pool.ts';
import { inTransaction } from './transaction.ts';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await testDatabase();
  ({ database } = openDatabase(test.url, () => {}));
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const COLUMNS = {
  bucket: 'smallint',
  organization_id: 'uuid',
  contact_id: 'uuid',
  id: 'uuid',
  kind: 'text',
  fact: 'jsonb',
  source: 'text',
  actor: 'text',
  at: 'timestamptz',
  evidence_sealed: 'bytea',
} as const;
const organization = v7();
const AT = new Date('2026-03-01T12:30:00.250Z');
const row = (bucket: number, evidence: Buffer | null, kind = 'opted_out') => {
  const [contact, id] = [v7(), v7()];
  return [bucket, organization, contact, id, kind, '{"a":"ü"}', 'Überweisung', '', AT, evidence];
};

async function taken(query: RawBuilder<unknown>): Promise<readonly Buffer[]> {
  const rows: Buffer[] = [];
  await copyOutEach(database, query, (row) => rows.push(Buffer.from(row)));
  return rows;
}

describe('rows that are copied', () => {
  it('arrive as they are, whatever they hold, in one statement', async () => {
    const evidence = Buffer.alloc(300_000, 7);
    const rows = [row(0, null), row(255, evidence), row(7, Buffer.of(0, 255, 10))];
    await inTransaction(database, (tx) => copyIn(tx, 'consent_events', COLUMNS, rows));
    const stored = await database
      .selectFrom('consent_events')
      .selectAll()
      .where('organization_id', '=', organization)
      .orderBy('bucket')
      .execute();
    expect(stored.map((one) => one.bucket)).toEqual([0, 7, 255]);
    expect(stored[0]).toMatchObject({ fact: { a: 'ü' }, source: 'Überweisung', actor: '', at: AT });
    expect(stored.map((one) => one.evidence_sealed)).toEqual([
      null,
      Buffer.of(0, 255, 10),
      evidence,
    ]);
  });

  it('are taken one by one, as bytes: how many fields, and each behind its length', async () => {
    const rows = await taken(
      sql`select 258::smallint, null::text, '\\x00ff'::bytea, g from generate_series(1, 3) g`,
    );
    expect(rows.map((row) => row.readInt32BE(row.length - 4))).toEqual([1, 2, 3]);
    const fields = [
      [0, 0, 0, 2, 1, 2],
      [255, 255, 255, 255],
      [0, 0, 0, 2, 0, 255],
    ];
    expect(rows[0]?.subarray(0, -8)).toEqual(Buffer.from([0, 4, ...fields.flat()]));
  });

  it('are taken whole however long they are, and none of no rows', async () => {
    const rows = await taken(sql`select repeat('x', 300000 * g) from generate_series(1, 3) g`);
    expect(rows.map((row) => row.length)).toEqual([300_006, 600_006, 900_006]);
    expect(await taken(sql`select 1 where false`)).toEqual([]);
  });

  it('are all refused when one is: the transaction fails and the connection stays good', async () => {
    const broken = inTransaction(database, (tx) =>
      copyIn(tx, 'consent_events', { bucket: 'smallint' }, [[1]]),
    );
    await expect(broken).rejects.toThrow('null value');
    await expect(taken(sql`select 1 / 0`)).rejects.toThrow('division by zero');
    expect(await taken(sql`select 1`)).toHaveLength(1);
  });

  it('go by when one could not be taken: why is told, and the connection stays good', async () => {
    const failing = inTransaction(database, async (tx) => {
      const copied = copyOutEach(tx, sql`select g from generate_series(1, 9) g`, () => {
        throw new RangeError('It is no page.');
      });
      await expect(copied).rejects.toThrow('It is no page.');
      const { rows } = await sql<{ two: number }>`select 1 + 1 as two`.execute(tx);
      return rows[0]?.two;
    });
    expect(await failing).toBe(2);
  });

  it('of a type that does not fit is refused before anything is sent', async () => {
    const wrong = inTransaction(database, (tx) =>
      copyIn(tx, 'consent_events', { bucket: 'smallint' }, [['seven']]),
    );
    await expect(wrong).rejects.toThrow('A column of type smallint was given a string.');
  });
});
