import {
  type AttributeDefinition,
  type Classified,
  mostSensitive,
  type Sensitivity,
} from '../values/index.ts';
import type { SegmentTree } from './tree.ts';

/** The keys of the attributes that the tree's conditions touch, each once, in order of appearance. */
export function attributesOf(tree: SegmentTree): readonly string[] {
  const keys = new Set<string>();
  const visit = (node: SegmentTree): void => {
    switch (node.op) {
      case 'and':
      case 'or':
        for (const child of node.of) visit(child);
        break;
      case 'not':
        visit(node.of);
        break;
      case 'authorizationEnds':
        break;
      default:
        keys.add(node.attribute);
    }
  };
  visit(tree);
  return [...keys];
}

/**
 * The class of the segment: the highest that its conditions touch, and the attribute that causes it.
 * Being selected reveals it, whatever the message says. Null when no condition touches anything. An
 * attribute that nobody has defined could be anything: it counts as the highest class.
 */
export function classOf(
  tree: SegmentTree,
  definitions: readonly AttributeDefinition[],
): Classified | null {
  const classes = new Map(definitions.map(({ key, sensitivity }) => [key, sensitivity]));
  const highest: Sensitivity = 'part2';
  return mostSensitive(
    attributesOf(tree).map((causedBy) => ({
      sensitivity: classes.get(causedBy) ?? highest,
      causedBy,
    })),
  );
}
