import type { AttributeDefinition } from '../values/index.ts';
import { describeCondition } from './describe-condition.ts';
import { describePerson } from './describe-person.ts';
import { type Known, NOTHING_KNOWN } from './known.ts';
import type { PersonCondition } from './person-condition.ts';
import type { Condition, SegmentTree } from './tree.ts';

/**
 * The segment in plain words, without a full stop: “Conditions include E11 or anything under it, and
 * no last visit within the last 365 days”. Attributes go by their labels, segments and campaigns by
 * the names in `known`. What is negated speaks of
 * those whose value is not known too, since they are in it.
 */
export function describe(
  tree: SegmentTree,
  definitions: readonly AttributeDefinition[],
  known: Known = NOTHING_KNOWN,
): string {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const whole = phrase(tree, { byKey, known }, true);
  return whole.replace(/^\(*\p{Ll}/u, (start) => start.toUpperCase());
}

interface Words {
  readonly byKey: ReadonlyMap<string, AttributeDefinition>;
  readonly known: Known;
}

function phrase(tree: SegmentTree, words: Words, outermost: boolean): string {
  switch (tree.op) {
    case 'and':
    case 'or': {
      if (tree.of.length === 0) return tree.op === 'and' ? 'everyone' : 'nobody';
      if (tree.of.length === 1) return phrase(tree.of[0] as SegmentTree, words, outermost);
      const parts = tree.of.map((one) => phrase(one, words, false)).join(`, ${tree.op} `);
      return outermost ? parts : `(${parts})`;
    }
    case 'not':
      return tree.of.op === 'not' ? phrase(tree.of.of, words, outermost) : negated(tree.of, words);
    default:
      return leaf(tree, words, true);
  }
}

function negated(tree: SegmentTree, words: Words): string {
  switch (tree.op) {
    case 'and':
    case 'or':
      if (tree.of.length === 0) return tree.op === 'and' ? 'nobody' : 'everyone';
      if (tree.of.length === 1) return negated(tree.of[0] as SegmentTree, words);
      return `not ${phrase(tree, words, false)}`;
    case 'not':
      return phrase(tree.of, words, false);
    default:
      return leaf(tree, words, false);
  }
}

const leaf = (one: Condition | PersonCondition, { byKey, known }: Words, yes: boolean): string =>
  'attribute' in one
    ? describeCondition(one, byKey.get(one.attribute), yes)
    : describePerson(one, known, yes);
