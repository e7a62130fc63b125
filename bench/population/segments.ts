import { type Condition, segmentTest } from '../../packages/core/src/segments/index.ts';
import { addDays } from '../../packages/core/src/values/index.ts';
import { type Chance, chanceOf, drawn, type Ranks, ranked } from './chance.ts';
import { attributesOf, people } from './people.ts';
import { TODAY, TRAITS, type Trait } from './traits.ts';

const SAMPLE = 1_000;
const TRIES = 80;
/** A segment finds a share of the people between two of these, in turn: from rare to broad. */
const SHARES = [0, 0.002, 0.02, 0.1, 0.4, 1];
const MOST_CONDITIONS = 8;

/** What segments ask most: of values, codes, lists, ranges and days. */
export type AskedCondition = Extract<
  Condition,
  {
    readonly op:
      | 'oneOf'
      | 'anyOf'
      | 'allOf'
      | 'noneOf'
      | 'equals'
      | 'underCode'
      | 'range'
      | 'isSet'
      | 'before'
      | 'after'
      | 'withinDays';
  }
>;

export type AskedTree =
  | { readonly op: 'and' | 'or'; readonly of: readonly AskedTree[] }
  | { readonly op: 'not'; readonly of: AskedTree }
  | AskedCondition;

/** Trees of 1 to 8 conditions with every operator, as wide as each other from rare to broad. */
export function segments(count = 50, seed = 7): readonly AskedTree[] {
  const nothing = { authorizationEnds: [], events: [], consent: new Set<string>() };
  const sample = [...people(SAMPLE, seed)].map((one) => ({
    ...nothing,
    id: one.id,
    attributes: attributesOf(one),
  }));
  const setting = { today: TODAY, definitions: TRAITS, segments: new Map() };
  const shareOf = (tree: AskedTree) => {
    const test = segmentTest(tree, setting);
    return sample.filter((one) => test(one)).length / SAMPLE;
  };
  return Array.from({ length: count }, (_, at) => {
    const chance = chanceOf(seed, at);
    const conditions = 1 + (at % MOST_CONDITIONS);
    const stratum = at % (SHARES.length - 1);
    const low = SHARES[stratum] ?? 0;
    const high = SHARES[stratum + 1] ?? 1;
    let best: { readonly tree: AskedTree; readonly off: number } | null = null;
    for (let attempt = 0; attempt < TRIES && best?.off !== 0; attempt += 1) {
      const tree = treeOf(conditions, chance);
      const share = shareOf(tree);
      const off = share < low ? low - share : share > high ? share - high : 0;
      if (best === null || off < best.off) best = { tree, off };
    }
    return best?.tree ?? treeOf(conditions, chance);
  });
}

function treeOf(conditions: number, chance: Chance): AskedTree {
  const of: AskedTree[] = [];
  for (let left = conditions; left > 0; ) {
    const size = left > 1 && chance(3) === 0 ? 2 + chance(Math.min(left, 4) - 1) : 1;
    const leaves = Array.from({ length: size }, () => leaf(chance));
    of.push(size === 1 ? (leaves[0] ?? leaf(chance)) : { op: 'or', of: leaves });
    left -= size;
  }
  if (of.length === 1) return of[0] ?? leaf(chance);
  return { op: chance(5) === 0 ? 'or' : 'and', of };
}

function leaf(chance: Chance): AskedTree {
  const condition = conditionOn(TRAITS[chance(TRAITS.length)] ?? never(), chance);
  return chance(8) === 0 ? { op: 'not', of: condition } : condition;
}

function conditionOn(trait: Trait, chance: Chance): AskedCondition {
  const { key: attribute, type } = trait;
  if (chance(15) === 0) return { op: 'isSet', attribute };
  const drawn = () => trait.draw(chance) ?? 0;
  switch (type) {
    case 'boolean':
      return { op: 'equals', attribute, value: chance(2) === 1 };
    case 'number': {
      const [one, other] = [drawn(), drawn()];
      const way = chance(3);
      if (way === 0) return { op: 'range', attribute, min: one };
      if (way === 1) return { op: 'range', attribute, max: one };
      return { op: 'range', attribute, min: Math.min(one, other), max: Math.max(one, other) };
    }
    case 'date': {
      const day = addDays('1970-01-01', drawn() || 20_000);
      const way = chance(4);
      if (way === 0) return { op: 'before', attribute, day };
      if (way === 1) return { op: 'after', attribute, day };
      const direction = attribute === 'next_visit' ? 'future' : 'past';
      return { op: 'withinDays', attribute, days: 7 + chance(way === 2 ? 90 : 900), direction };
    }
    case 'text':
    case 'code': {
      if (chance(2) === 0) return { op: 'equals', attribute, value: literal(trait, chance) };
      return { op: 'oneOf', attribute, values: literals(trait, 2 + chance(6), chance) };
    }
    case 'list': {
      const way = chance(attribute === 'conditions' ? 6 : 4);
      if (way === 0) {
        return { op: 'noneOf', attribute, values: literals(trait, 1 + chance(3), chance) };
      }
      if (way === 1) {
        return { op: 'allOf', attribute, values: literals(trait, 1 + chance(2), chance) };
      }
      if (way < 4) {
        return { op: 'anyOf', attribute, values: literals(trait, 1 + chance(4), chance) };
      }
      return { op: 'underCode', attribute, code: literal(trait, chance).slice(0, 3) };
    }
  }
}

const ranks = new Map<Trait, Ranks>();

/** The common are asked for more often than the rare. */
function literal(trait: Trait, chance: Chance): string {
  const known = ranks.get(trait) ?? ranked(trait.pool.length, 0.9);
  ranks.set(trait, known);
  return trait.pool[drawn(chance, known)] ?? '';
}

function literals(trait: Trait, count: number, chance: Chance): readonly string[] {
  return [...new Set(Array.from({ length: count }, () => literal(trait, chance)))];
}

function never(): never {
  throw new Error('There are no traits.');
}
