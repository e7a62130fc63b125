import type pg from 'pg';
import { BUCKETS } from '../../packages/server/src/database/bucket.ts';
import type { AskedTree } from '../population/segments.ts';
import type { Trait } from '../population/traits.ts';
import { LARGEST } from './page-leaves.ts';
import { type NumbersOf, type PageTest, pageTest } from './page-tests.ts';
import { readCopy } from './read-copy.ts';
import { ORGANIZATION, tokenOf, traitOf } from './tokens.ts';

/** Two connections: one is read while PostgreSQL looks for what the other will give. */
const READERS = 2;

/**
 * Reads the pages of the touched attributes, bucket after bucket, and asks them in memory. A page is
 * let go before the next is read.
 */
export async function countPages(pool: pg.Pool, table: string, tree: AskedTree): Promise<number> {
  const numbersOf = await wordsOf(pool, `${table}_words`, tree);
  const attributes = [...new Set(touched(tree).map(({ trait }) => trait.number))];
  const share = BUCKETS / READERS;
  const counts = await Promise.all(
    Array.from({ length: READERS }, async (_, reader) => {
      const client = await pool.connect();
      try {
        const scope = `organization_id = '${ORGANIZATION}'
          and bucket between ${reader * share} and ${(reader + 1) * share - 1}`;
        return await countRange(client, table, scope, attributes, pageTest(tree, numbersOf));
      } finally {
        client.release();
      }
    }),
  );
  return counts.reduce((sum, one) => sum + one, 0);
}

async function countRange(
  client: pg.PoolClient,
  table: string,
  scope: string,
  attributes: readonly number[],
  test: PageTest,
): Promise<number> {
  const { rows } = await client.query<{ bucket: number; page: number; contacts: number }>(
    `select bucket, page, contacts from ${table}_ids where ${scope}`,
  );
  const contactsOf = new Map(rows.map((row) => [row.bucket * 2 ** 24 + row.page, row.contacts]));
  const mask = new Uint8Array(LARGEST);
  const data = new Map<number, Buffer>();
  let count = 0;
  const settle = (key: number) => {
    const contacts = contactsOf.get(key) ?? 0;
    contactsOf.delete(key);
    test({ contacts, data }, mask);
    for (let at = 0; at < contacts; at += 1) count += mask[at] ?? 0;
    data.clear();
  };
  let last = -1;
  for await (const [bucket, page, attribute, bytes] of readCopy(
    client,
    `select bucket, page, attribute, data from ${table}_data
      where ${scope} and attribute in (${attributes.join(', ')}) order by bucket, page`,
  )) {
    if (!bucket || !page || !attribute || !bytes) continue;
    const key = bucket.readInt16BE() * 2 ** 24 + page.readInt32BE();
    if (key !== last && last >= 0) settle(last);
    last = key;
    data.set(attribute.readInt32BE(), bytes);
  }
  if (last >= 0) settle(last);
  // pages on which none of the attributes is known
  for (const key of contactsOf.keys()) settle(key);
  return count;
}

interface Touched {
  readonly trait: Trait;
  readonly words: readonly string[];
  readonly under: boolean;
}

function touched(tree: AskedTree): readonly Touched[] {
  if ('of' in tree) return [tree.of].flat().flatMap(touched);
  const trait = traitOf(tree.attribute);
  if (tree.op === 'underCode') return [{ trait, words: [tree.code], under: true }];
  if (trait.pool.length === 0) return [{ trait, words: [], under: false }];
  if ('values' in tree) return [{ trait, words: tree.values, under: false }];
  return [{ trait, words: 'value' in tree ? [String(tree.value)] : [], under: false }];
}

/** The numbers of all literals of a tree, with one look into the dictionary. */
async function wordsOf(pool: pg.Pool, table: string, tree: AskedTree): Promise<NumbersOf> {
  const asked = touched(tree).flatMap(({ trait, words, under }) =>
    words.map((word) => ({ number: trait.number, token: tokenOf(trait, word), under })),
  );
  const found = new Map<string, number[]>();
  if (asked.length > 0) {
    const { rows } = await pool.query<{ key: string; id: number }>(
      `select a.attribute || ':' || a.token || ':' || a.under as key, w.id
        from unnest($1::int[], $2::text[], $3::boolean[]) a(attribute, token, under)
        join ${table} o on o.organization_id = $4 and o.attribute = a.attribute
          and o.token = decode(a.token, 'hex')
        join lateral (
          select o.id union all
          select u.id from ${table} u where a.under and u.organization_id = $4
            and u.attribute = a.attribute and o.id = any(u.above)
        ) w on true`,
      [
        asked.map(({ number }) => number),
        asked.map(({ token }) => token),
        asked.map(({ under }) => under),
        ORGANIZATION,
      ],
    );
    for (const { key, id } of rows) found.set(key, [...(found.get(key) ?? []), id]);
  }
  return (trait, literal, under) =>
    found.get(`${trait.number}:${tokenOf(trait, literal)}:${under}`) ?? [];
}
