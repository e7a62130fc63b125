import type { SegmentTree } from './tree.ts';

/** The ids of the segments that a tree names itself, each once, in order of appearance. */
export function usedSegments(tree: SegmentTree): readonly string[] {
  switch (tree.op) {
    case 'and':
    case 'or':
      return [...new Set(tree.of.flatMap(usedSegments))];
    case 'not':
      return usedSegments(tree.of);
    case 'segment':
      return [tree.id];
    default:
      return [];
  }
}
