import type pg from 'pg';

const PARTS = 4;
const BUCKETS = 256;

/** The tables with rows by the contact: all that have a bucket. */
export async function bigTables(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and not c.relispartition and a.attname = 'bucket' and not a.attisdropped
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Unique keys of big tables that would span shards: those without the bucket. */
export async function keysWithoutBucket(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name
     from pg_index i join pg_class c on c.oid = i.indrelid
     where i.indisunique and not c.relispartition
       and exists (select from pg_attribute a
         where a.attrelid = c.oid and a.attname = 'bucket' and not a.attisdropped)
       and not exists (select from pg_attribute a
         where a.attrelid = c.oid and a.attname = 'bucket' and a.attnum = any(i.indkey::int2[]))
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Splits each big table by its bucket, as shards would; they are empty still. */
export async function partition(pool: pg.Pool, tables: readonly string[]): Promise<void> {
  const { rows: views } = await pool.query<{ name: string; definition: string }>(
    `select viewname as name, definition from pg_views where schemaname = 'public'`,
  );
  for (const table of tables) {
    await pool.query(
      `create table "new ${table}" (like ${table} including all) partition by range (bucket)`,
    );
    await pool.query(`drop table ${table} cascade`);
    await pool.query(`alter table "new ${table}" rename to ${table}`);
    for (let part = 0; part < PARTS; part += 1) {
      const [from, to] = [(part * BUCKETS) / PARTS, ((part + 1) * BUCKETS) / PARTS];
      await pool.query(
        `create table "${partName(table, part)}" partition of ${table} for values from (${from}) to (${to})`,
      );
    }
  }
  // those on a big table went with it
  for (const { name, definition } of views) {
    await pool.query(`create or replace view ${name} as ${definition}`);
  }
}

const partName = (table: string, part: number) => `${table}/${part}`;

/** The big table that a relation of a plan is a part of; null for any other. */
export function tableOf(relation: string): string | null {
  return /^(.+)\/\d$/.exec(relation)?.[1] ?? null;
}
