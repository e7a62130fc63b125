import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/**
 * What is not in a backup, and why. Everything else is: the list of tables comes from the database's
 * own catalogue.
 */
export const NOT_KEPT: Readonly<Record<string, string>> = {
  sessions: 'after a restore everybody signs in again',
  passkey_challenges: 'a sign-in that was under way',
  application_tokens:
    'applications ask for new ones; one that was taken back since would hold again',
  single_sign_on_requests: 'a sign-in that was under way',
  senders: 'processes that run',
  key_holders: 'processes that run',
};

export interface Table {
  readonly name: string;
  /** Those of the primary key first. */
  readonly columns: readonly string[];
  /** How many columns the primary key has; 0: there is none. */
  readonly keyed: number;
  /** Tables that its rows refer to. */
  readonly refersTo: readonly string[];
}

/** The tables that a backup has, whole: a partitioned one is one. Largest first. */
export async function tablesToKeep(db: Database | Tx): Promise<readonly Table[]> {
  const { rows } = await sql<{
    name: string;
    columns: string[];
    keyed: number;
    refersTo: string[];
  }>`
    select c.relname as name,
      array_agg(a.attname::text order by
        coalesce(array_position(k.conkey, a.attnum), 1000), a.attnum) as columns,
      coalesce(cardinality(k.conkey), 0) as keyed,
      array(
        select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
      ) as "refersTo"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      -- what is generated is generated anew
      and a.attgenerated = ''
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and c.relname !~ '^kysely_'
      and not exists (
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e'
      )
    group by c.oid, c.relname, k.conkey
    order by coalesce(
      (select sum(pg_table_size(part.relid)) from pg_partition_tree(c.oid) part),
      pg_table_size(c.oid)
    ) desc, c.relname`.execute(db);
  return rows.filter(({ name }) => !(name in NOT_KEPT));
}

/** Each after those that it refers to. */
export function inOrder(tables: readonly Table[]): readonly Table[] {
  const ordered: Table[] = [];
  let left = tables;
  while (left.length > 0) {
    const waits = new Set(left.map(({ name }) => name));
    const ready = left.filter(({ refersTo }) => !refersTo.some((name) => waits.has(name)));
    if (ready.length === 0) throw new Error('Tables refer to each other in a circle.');
    ordered.push(...ready);
    left = left.filter((table) => !ready.includes(table));
  }
  return ordered;
}

interface Sequence {
  readonly table: string;
  readonly column: string;
  readonly last: number | null;
}

/** Identity columns. Numbers are given out outside of transactions: asked after the snapshot. */
export async function sequencesOf(db: Database | Tx): Promise<readonly Sequence[]> {
  const { rows } = await sql<Sequence>`
    select c.relname as table, a.attname as column,
      pg_sequence_last_value(pg_get_serial_sequence(quote_ident(c.relname), a.attname)::regclass) as last
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition
    order by 1, 2`.execute(db);
  return rows;
}

/** The names of the migrations that made the schema, in their order. */
export async function migrationsOf(db: Database | Tx): Promise<readonly string[]> {
  const { rows } = await sql<{
    name: string;
  }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}
