import type pg from 'pg';
import { tableOf } from './partition.ts';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Alias?: string;
  readonly Plans?: readonly PlanNode[];
  readonly [key: string]: unknown;
}

/** What a statement does with big tables. */
export interface Touch {
  /** Tables that it reads without saying which bucket, or in several at once. */
  readonly fansOut: readonly string[];
  /** Joins between two big tables that are not by the bucket. */
  readonly joins: readonly string[];
}

const CONDITIONS = [
  'Index Cond',
  'Recheck Cond',
  'Filter',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
];

/** Null for a statement that touches no big table, and for what has no plan (`copy in`, DDL). */
export async function touchOf(pool: pg.Pool, text: string): Promise<Touch | null> {
  const asked = askable(text);
  if (asked === null) return null;
  const plan = await planOf(pool, asked);
  if (plan === undefined || bigOf(plan).length === 0) return null;
  const fansOut = new Set<string>();
  const joins = new Set<string>();
  visit(plan, (node, above) => {
    const table = tableOf(node['Relation Name'] ?? '');
    if (table !== null && !atOneBucket(node, above)) fansOut.add(table);
    const [left, right] = (node.Plans ?? []).map(bigOf);
    if (/Join|Nested Loop/.test(node['Node Type']) && left?.length && right?.length) {
      const said = [node, ...(node.Plans ?? []).flatMap(scansOf)].map(conditionsOf).join(' ');
      if (!/\bbucket\b/.test(said)) joins.add([...new Set([...left, ...right])].join(' with '));
    }
  });
  return { fansOut: [...fansOut], joins: [...joins] };
}

type Explained = readonly { readonly Plan: PlanNode }[];

/** As of tables with many rows: an empty one is read whole, whatever is asked. */
async function planOf(pool: pg.Pool, text: string): Promise<PlanNode | undefined> {
  const client = await pool.connect();
  try {
    await client.query('set enable_seqscan = off; set enable_hashjoin = off');
    await client.query('set enable_mergejoin = off');
    const { rows } = await client.query<{ 'QUERY PLAN': Explained }>(
      `explain (generic_plan, costs off, format json) ${text}`,
    );
    return rows[0]?.['QUERY PLAN'][0]?.Plan;
  } finally {
    client.release();
  }
}

/** The select of a `copy out`; nothing that has no plan. */
function askable(text: string): string | null {
  const copied = /^\/\* copied out(?: row by row)? \*\/ copy \(([\s\S]*)\) to stdout/.exec(
    text,
  )?.[1];
  if (copied !== undefined) return copied;
  const plain = text.replace(/^\s*\/\*.*?\*\//, '').trim();
  return /^(select|insert|update|delete|with)\b/i.test(plain) ? plain : null;
}

/** `bucket = ` one value: of a parameter, of another row, or written there; never one of several. */
function atOneBucket(node: PlanNode, above: readonly PlanNode[]): boolean {
  // rows that an insert or a merge writes are where they belong
  if (node['Node Type'] === 'ModifyTable') return true;
  const own = [node, ...above.filter((one) => /Bitmap/.test(one['Node Type']))];
  if (/\bbucket\)? = (?!ANY)/.test(own.map(conditionsOf).join(' '))) return true;
  // a part of k is called k_1, and k in the condition of a join
  const alias = (node.Alias ?? '').replace(/_\d+$/, '');
  return above.some((one) => new RegExp(`\\b${alias}\\.bucket\\b`).test(conditionsOf(one)));
}

const conditionsOf = (node: PlanNode) =>
  CONDITIONS.map((name) => node[name])
    .filter((said) => typeof said === 'string')
    .join(' ');

function bigOf(node: PlanNode): readonly string[] {
  const own = tableOf(node['Relation Name'] ?? '');
  return [...(own === null ? [] : [own]), ...(node.Plans ?? []).flatMap(bigOf)];
}

function scansOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(scansOf)];
}

function visit(
  node: PlanNode,
  see: (node: PlanNode, above: readonly PlanNode[]) => void,
  above: readonly PlanNode[] = [],
): void {
  see(node, above);
  for (const child of node.Plans ?? []) visit(child, see, [...above, node]);
}
