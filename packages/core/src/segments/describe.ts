import type { AttributeDefinition } from '../values/index.ts';
import { describeCondition } from './describe-condition.ts';
import { spokenDays } from './spoken.ts';
import type { SegmentTree } from './tree.ts';

/**
 * The segment in plain words, without a full stop: “Conditions include E11 or anything under it, and
 * no last visit within the last 365 days”. Attributes go by their labels. What is negated speaks of
 * those whose value is not known too, since they are in it.
 */
export function describe(tree: SegmentTree, definitions: readonly AttributeDefinition[]): string {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const whole = phrase(tree, byKey, true);
  return whole.replace(/^\(*\p{Ll}/u, (start) => start.toUpperCase());
}

type ByKey = ReadonlyMap<string, AttributeDefinition>;

function phrase(tree: SegmentTree, byKey: ByKey, outermost: boolean): string {
  switch (tree.op) {
    case 'and':
    case 'or': {
      if (tree.of.length === 0) return tree.op === 'and' ? 'everyone' : 'nobody';
      if (tree.of.length === 1) return phrase(tree.of[0] as SegmentTree, byKey, outermost);
      const parts = tree.of.map((one) => phrase(one, byKey, false)).join(`, ${tree.op} `);
      return outermost ? parts : `(${parts})`;
    }
    case 'not':
      return tree.of.op === 'not' ? phrase(tree.of.of, byKey, outermost) : negated(tree.of, byKey);
    case 'authorizationEnds':
      return `an authorization ends ${spokenDays(tree.days)}`;
    default:
      return describeCondition(tree, byKey.get(tree.attribute), true);
  }
}

function negated(tree: SegmentTree, byKey: ByKey): string {
  switch (tree.op) {
    case 'and':
    case 'or':
      if (tree.of.length === 0) return tree.op === 'and' ? 'nobody' : 'everyone';
      if (tree.of.length === 1) return negated(tree.of[0] as SegmentTree, byKey);
      return `not ${phrase(tree, byKey, false)}`;
    case 'not':
      return phrase(tree.of, byKey, false);
    case 'authorizationEnds':
      return `no authorization ends ${spokenDays(tree.days)}`;
    default:
      return describeCondition(tree, byKey.get(tree.attribute), false);
  }
}
