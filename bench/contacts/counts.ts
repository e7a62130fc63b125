import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { ColumnMapping } from '../../packages/core/src/contacts/index.ts';
import { countSegment } from '../../packages/server/src/segments/index.ts';
import type { SendingWorld } from '../../tests/support/sending-world.ts';
import { quantile } from '../consent/quantile.ts';
import type { AskedTree } from '../population/segments.ts';
import { TODAY, TRAITS } from '../population/traits.ts';
import { middle } from '../shapes/measure.ts';
import type { Shape } from '../shapes/shape.ts';

const REPEATS = 5;

export interface CountFigures {
  readonly p50: number;
  readonly p95: number;
  readonly plainP50: number;
  readonly plainP95: number;
  /** Median of the ratios, each of two counts that were taken one after the other. */
  readonly timesPlain: number;
}

/** Counts each segment here and on the plain table, in turn; they have to agree. */
export async function measureCounts(
  { database, keys }: SendingWorld,
  mapping: ColumnMapping,
  plain: Shape,
  trees: readonly AskedTree[],
): Promise<CountFigures> {
  const ours: number[] = [];
  const plains: number[] = [];
  const ratios: number[] = [];
  for (const [at, tree] of trees.entries()) {
    const asked = renamed(tree, mapping);
    const [mine, theirs]: [number[], number[]] = [[], []];
    for (let repeat = 0; repeat <= REPEATS; repeat += 1) {
      let began = performance.now();
      const expected = await plain.count(tree);
      const plainMs = performance.now() - began;
      began = performance.now();
      const counted = await database
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => {
          await sql`set transaction read only`.execute(tx);
          return countSegment(tx, { keys, tree: asked, today: TODAY });
        });
      const ms = performance.now() - began;
      if (counted.kind !== 'counted' || counted.count !== expected) {
        const found = counted.kind === 'counted' ? counted.count : JSON.stringify(counted);
        throw new Error(`Segment ${at} has ${found}, by the plain table ${expected}.`);
      }
      // the first warms up
      if (repeat === 0) continue;
      mine.push(ms);
      theirs.push(plainMs);
    }
    ours.push(middle(mine));
    plains.push(middle(theirs));
    ratios.push(middle(mine) / middle(theirs));
  }
  return {
    p50: quantile(ours, 0.5),
    p95: quantile(ours, 0.95),
    plainP50: quantile(plains, 0.5),
    plainP95: quantile(plains, 0.95),
    timesPlain: Number(middle(ratios).toFixed(2)),
  };
}

/** The tree with the keys that the organization gave its attributes. */
export function renamed(tree: AskedTree, mapping: ColumnMapping): AskedTree {
  switch (tree.op) {
    case 'and':
    case 'or':
      return { op: tree.op, of: tree.of.map((one) => renamed(one, mapping)) };
    case 'not':
      return { op: 'not', of: renamed(tree.of, mapping) };
    default: {
      const place = TRAITS.findIndex(({ key }) => key === tree.attribute);
      const named = mapping[mapping.length - TRAITS.length + place];
      return { ...tree, attribute: named?.attribute ?? tree.attribute };
    }
  }
}
