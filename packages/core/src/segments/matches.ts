import {
  type AttributeDefinition,
  type Attributes,
  type AttributeValue,
  addDays,
  type Day,
} from '../values/index.ts';
import { never, valueTest } from './match-condition.ts';
import { normalForm } from './normal-form.ts';
import type { SegmentTree } from './tree.ts';

/**
 * True when a contact with these attributes is in the segment on the day `today`. An empty `and` is
 * everyone, an empty `or` nobody. A condition is false when its value is not known, which includes a
 * value of another type than the definition's, and an attribute that is sealed, deleted or unknown.
 * `authorizationEnds`: the dates on which their authorizations end (`authorizationEnds` of consent).
 */
export function matches(
  tree: SegmentTree,
  attributes: Attributes,
  today: Day,
  definitions: readonly AttributeDefinition[],
  authorizationEnds: readonly Day[] = [],
): boolean {
  return segmentTest(tree, today, definitions)(attributes, authorizationEnds);
}

type Person = (attributes: Attributes, authorizationEnds?: readonly Day[]) => boolean;

/** `matches` for many contacts: the tree is read once, its literals are normalised once. */
export function segmentTest(
  tree: SegmentTree,
  today: Day,
  definitions: readonly AttributeDefinition[],
): Person {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const test = (node: SegmentTree): Person => {
    switch (node.op) {
      case 'and': {
        const all = node.of.map(test);
        return (...person) => all.every((one) => one(...person));
      }
      case 'or': {
        const any = node.of.map(test);
        return (...person) => any.some((one) => one(...person));
      }
      case 'not': {
        const inner = test(node.of);
        return (...person) => !inner(...person);
      }
      case 'authorizationEnds': {
        const until = addDays(today, node.days);
        return (_, ends = []) => ends.some((day) => today <= day && day <= until);
      }
      default: {
        const { attribute } = node;
        const definition = byKey.get(attribute);
        if (!definition) return never;
        const condition = valueTest(normalForm(node, definition, today), definition);
        // a key may be called like something that every object has
        return (attributes) =>
          Object.hasOwn(attributes, attribute) &&
          condition(attributes[attribute] as AttributeValue);
      }
    }
  };
  return test(tree);
}
