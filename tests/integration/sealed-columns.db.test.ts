import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEALED } from '../../packages/server/src/keys/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

/**
 * Bytes that are not sealed, and what they are instead. A new column of bytes is either told in
 * packages/server/src/keys/rotation/sealed-columns.ts, or here.
 */
const NOT_SEALED: Readonly<Record<string, string>> = {
  'contact_pages.data': 'tokens, numbers and days, by attribute',
  'organizations.data_key_wrapped': 'wrapped by the key store',
  'seal_keys.wrapped': 'wrapped by the key store',
};
/** Keyed hashes, hashes of random tokens, MACs and public hashes: they cannot be opened. */
const HASHES =
  /\.(\w*hash(es)?|\w*mac|\w*token(s|_hash)?|sha256|mark|code|tiles?|root|leaf|edge|digest|fingerprint|signature|public_key|credential_id|address_mac)$/;

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

it('knows every sealed column, so that a change of keys leaves none behind', async () => {
  const { rows } = await test.pool.query<{ name: string }>(`
    select relname || '.' || attname as name
    from pg_attribute join pg_class on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and attnum > 0 and not attisdropped and format_type(atttypid, null) like 'bytea%'
    order by 1`);
  const declared = SEALED.flatMap(({ table, columns }) =>
    columns.filter(({ read }) => read === undefined).map(({ name }) => `${table}.${name}`),
  );
  const bytes = rows.map(({ name }) => name);
  const left = bytes.filter((name) => !declared.includes(name) && !(name in NOT_SEALED));
  expect(left.filter((name) => !HASHES.test(name))).toEqual([]);
  // and nothing is declared that there is not
  expect(declared.filter((name) => !bytes.includes(name))).toEqual([]);
  expect(Object.keys(NOT_SEALED).filter((name) => !bytes.includes(name))).toEqual([]);
});

it('knows the whole key of each of those tables, in its order', async () => {
  for (const { table, key } of SEALED) {
    const { rows } = await test.pool.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, null) as type
       from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
       where indrelid = $1::regclass and indisprimary
       order by array_position(indkey::int[], attnum::int)`,
      [table],
    );
    const others = rows.filter(
      ({ name }) => table !== 'organizations' && name !== 'organization_id',
    );
    expect([table, Object.fromEntries(others.map(({ name, type }) => [name, type]))]).toEqual([
      table,
      key,
    ]);
  }
});

it('finds each context in the room that seals with it', async () => {
  const folder = join(import.meta.dirname, '../../packages/server/src');
  const files = (await readdir(folder, { recursive: true })).filter(
    (name) =>
      name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('sealed-columns'),
  );
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const all = texts.join('\n');
  for (const { table, columns } of SEALED) {
    // one that no room writes to has no context yet
    if (!all.includes(`'${table}'`) && !all.includes(`into ${table}`)) continue;
    for (const { context } of columns) {
      const beginning = /^'([^']+)'/.exec(context)?.[1] ?? '';
      expect([beginning, new RegExp(`[\`']${beginning.replaceAll('.', '\\.')}`).test(all)]).toEqual(
        [beginning, true],
      );
    }
  }
});
