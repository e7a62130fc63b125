import { sql } from 'kysely';
import type { Tx } from '../../database/index.ts';
import { type OrganizationKeys } from '../organization-keys.ts';
import { SealBroken } from '../seal.ts';
import type { SealedTable } from './sealed-columns.ts';

/** Where a pass is: a table of `SEALED`, and the key of the last row that was looked at. */
export interface Position {
  readonly table: number;
  readonly after: readonly string[] | null;
  /** Values of this pass that do not open with any key. */
  readonly broken: number;
}

export interface SealedAnew {
  /** Values that are sealed with the new key now. */
  readonly values: number;
  /** Values that do not open with any key: they are left as they are. */
  readonly broken: number;
  /** Null: the table is through. */
  readonly after: readonly string[] | null;
}

/**
 * Seals the next rows of a table with the newest key, bucket after bucket. Rows that somebody writes
 * just now are passed over, so that no writer waits for us or we for them: the next pass finds them.
 */
export async function sealAnew(
  tx: Tx,
  keys: OrganizationKeys,
  version: number,
  table: SealedTable,
  after: readonly string[] | null,
): Promise<SealedAnew> {
  const rows = await nextRows(tx, keys.organizationId, version, table, after);
  let values = 0;
  let broken = 0;
  for (const [place, { name, write = (given: string) => given }] of table.columns.entries()) {
    const changed: { key: readonly string[]; sealed: Buffer }[] = [];
    for (const { key, sealed, contexts } of rows) {
      const before = sealed[place];
      const context = contexts[place];
      if (!before || !context || before[0] === version) continue;
      const opened = tryOpen(keys, before, context);
      if (opened === null) broken += 1;
      else changed.push({ key, sealed: keys.seal(opened, context) });
    }
    if (changed.length === 0) continue;
    values += changed.length;
    const names = Object.entries(table.key);
    const lists = names.map(
      ([, type], at) => sql`${sql.val(changed.map(({ key }) => key[at]))}::${sql.raw(type)}[]`,
    );
    const given = sql`${sql.val(changed.map(({ sealed }) => sealed))}::bytea[]`;
    const columns = sql.raw([...names.map(([one]) => `k_${one}`), 'sealed'].join(', '));
    const same = names.map(([one]) => sql.raw(` and row.${one} = new.k_${one}`));
    await sql`
      update ${sql.table(table.table)} as row set ${sql.ref(name)} = ${sql.raw(write('new.sealed'))}
      from unnest(${sql.join([...lists, given])}) as new (${columns})
      where row.${sql.raw(ownerOf(table))} = ${keys.organizationId}${sql.join(same, sql``)}
    `.execute(tx);
  }
  return { values, broken, after: rows.length < table.atOnce ? null : (rows.at(-1)?.key ?? null) };
}

/** How many values of the table are not sealed with this version. */
export async function countSealed(
  tx: Tx,
  organizationId: string,
  version: number,
  table: SealedTable,
): Promise<number> {
  const counts = table.columns.map(
    (column) => sql`count(*) filter (where ${isOlder(column.read ?? column.name, version)})`,
  );
  const { rows } = await sql<{ count: number }>`
    select (${sql.join(counts, sql` + `)})::bigint as count from ${sql.table(table.table)}
    where ${sql.raw(ownerOf(table))} = ${organizationId}`.execute(tx);
  return rows[0]?.count ?? 0;
}

async function nextRows(
  tx: Tx,
  organizationId: string,
  version: number,
  { table, key, columns, atOnce, ...of }: SealedTable,
  after: readonly string[] | null,
) {
  const names = Object.keys(key);
  const types = Object.values(key);
  const here = sql.raw(names.join(', '));
  const beyond =
    after === null || names.length === 0
      ? sql``
      : sql`and (${here}) > (${sql.join(after.map((value, at) => sql`${value}::${sql.raw(types[at] ?? 'text')}`))})`;
  const older = columns.map(({ name, read = name }) => isOlder(read, version));
  const { rows } = await sql<{
    key: readonly string[];
    sealed: readonly (Buffer | null)[];
    contexts: readonly (string | null)[];
  }>`
    select array[${sql.raw(names.map((one) => `${one}::text`).join(', '))}]::text[] as key,
      array[${sql.raw(columns.map(({ name, read = name }) => read).join(', '))}]::bytea[] as sealed,
      array[${sql.raw(columns.map(({ context }) => context).join(', '))}]::text[] as contexts
    from ${sql.table(table)}
    where ${sql.raw(ownerOf({ table, key, columns, atOnce, ...of }))} = ${organizationId} ${beyond}
      and (${sql.join(older, sql` or `)})
    ${sql.raw(names.length === 0 ? '' : `order by ${names.join(', ')}`)}
    limit ${atOnce}
    for no key update skip locked`.execute(tx);
  return rows;
}

/** The first byte alone: a large value is not fetched for it. */
const isOlder = (column: string, version: number) =>
  sql`substr(${sql.raw(column)}, 1, 1) <> ${Buffer.of(version)}`;

const ownerOf = ({ table }: SealedTable) => (table === 'organizations' ? 'id' : 'organization_id');

function tryOpen(keys: OrganizationKeys, sealed: Buffer, context: string): Buffer | null {
  try {
    return keys.open(sealed, context);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}
