import type { AttributeValue } from '../values/index.ts';
import { inlined } from './inlined.ts';
import { never, valueTest } from './match-condition.ts';
import { personTest } from './match-person.ts';
import { normalForm } from './normal-form.ts';
import type { Person, Setting } from './person.ts';
import type { SegmentTree } from './tree.ts';

/**
 * True when the person is in the segment today. An empty `and` is everyone, an empty `or` nobody. A
 * condition is false when its value is not known, which includes a value of another type than the
 * definition's, and an attribute that is sealed, deleted or unknown.
 */
export function matches(tree: SegmentTree, person: Person, setting: Setting): boolean {
  return segmentTest(tree, setting)(person);
}

/** `matches` for many contacts: the tree is read once, its literals are normalised once. */
export function segmentTest(
  tree: SegmentTree,
  { today, definitions, segments }: Setting,
): (person: Person) => boolean {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const test = (node: SegmentTree): ((person: Person) => boolean) => {
    switch (node.op) {
      case 'and': {
        const all = node.of.map(test);
        return (person) => all.every((one) => one(person));
      }
      case 'or': {
        const any = node.of.map(test);
        return (person) => any.some((one) => one(person));
      }
      case 'not': {
        const inner = test(node.of);
        return (person) => !inner(person);
      }
      case 'authorizationEnds':
      case 'event':
      case 'consent':
      case 'segment':
      case 'sample':
      case 'recentlyMailed':
      case 'address':
        return personTest(node, today);
      default: {
        const { attribute } = node;
        const definition = byKey.get(attribute);
        if (!definition) return never;
        const condition = valueTest(normalForm(node, definition, today), definition);
        // a key may be called like something that every object has
        return ({ attributes }) =>
          Object.hasOwn(attributes, attribute) &&
          condition(attributes[attribute] as AttributeValue);
      }
    }
  };
  return test(inlined(tree, segments));
}
