import type { SegmentTree } from './tree.ts';

type Segments = ReadonlyMap<string, { readonly tree: SegmentTree }>;

/**
 * The tree with the trees of other segments in the place of their names. A segment that is not
 * known, or that would come back to itself, stays a name: nobody is in it. `checkTree` refuses both,
 * and trees that would become too large.
 */
export function inlined(tree: SegmentTree, segments: Segments): SegmentTree {
  // each segment is put together once, however often it is named
  const done = new Map<string, SegmentTree>();
  const under = new Set<string>();
  const visit = (node: SegmentTree): SegmentTree => {
    switch (node.op) {
      case 'and':
      case 'or':
        return { op: node.op, of: node.of.map(visit) };
      case 'not':
        return { op: 'not', of: visit(node.of) };
      case 'segment': {
        const { id } = node;
        const ready = done.get(id);
        if (ready) return ready;
        const named = segments.get(id);
        if (!named || under.has(id)) return node;
        under.add(id);
        const whole = visit(named.tree);
        under.delete(id);
        done.set(id, whole);
        return whole;
      }
      default:
        return node;
    }
  };
  return visit(tree);
}
