import { sql } from 'kysely';
import { type Database } from '../database/index.ts';

/** Stay: the ledger, which has its own term, and what says that there was an organization. */
const KEPT = /^(audit_.*|destroyed_organizations)$/;

/**
 * Deletes an organization's rows of every table, bucket by bucket where there are buckets; those of
 * its users too where a table names the user alone. Answers how many they were.
 */
export async function destroyRows(db: Database, organizationId: string): Promise<number> {
  const tables = await tablesOf(db);
  let deleted = 0;
  let left = tables.filter(({ name }) => !KEPT.test(name));
  // a table that others refer to has its turn after them
  while (left.length > 0) {
    const refused: typeof left = [];
    for (const table of left) {
      try {
        deleted += await deleteFrom(db, table, organizationId);
      } catch (error) {
        if ((error as { code?: unknown }).code !== REFERRED_TO) throw error;
        refused.push(table);
      }
    }
    if (refused.length === left.length) {
      throw new Error(`Rows of ${refused.map(({ name }) => name).join(', ')} refer to each other.`);
    }
    left = refused;
  }
  return deleted;
}

/** PostgreSQL's code for a row that another one refers to. */
const REFERRED_TO = '23503';

interface Table {
  readonly name: string;
  readonly bucketed: boolean;
  readonly ofUser: boolean;
}

async function deleteFrom(
  db: Database,
  { name, bucketed, ofUser }: Table,
  organizationId: string,
): Promise<number> {
  const own = ofUser
    ? sql`user_id in (select id from users where organization_id = ${organizationId})`
    : sql`organization_id = ${organizationId}`;
  let deleted = 0;
  const buckets = bucketed
    ? await sql<{ bucket: number }>`select distinct bucket from ${sql.table(name)} where ${own}`
        .execute(db)
        .then(({ rows }) => rows.map(({ bucket }) => bucket))
    : [null];
  for (const bucket of buckets) {
    const here = bucket === null ? sql`` : sql`bucket = ${bucket} and`;
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(name)} where ${here} ${own}`.execute(db);
    deleted += Number(numAffectedRows);
  }
  return deleted;
}

async function tablesOf(db: Database): Promise<readonly Table[]> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select relname as name, array_agg(attname::text) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and attname in ('organization_id', 'bucket', 'user_id') and not attisdropped
    group by relname order by relname`.execute(db);
  return rows
    .filter(({ columns }) => columns.includes('organization_id') || columns.includes('user_id'))
    .map(({ name, columns }) => ({
      name,
      bucketed: columns.includes('bucket'),
      ofUser: !columns.includes('organization_id'),
    }));
}
