import type { KnownSegment } from './known.ts';
import type { SegmentTree } from './tree.ts';
import { usedSegments } from './used-segments.ts';

/** How many segments can stand one in another. */
export const MAX_NESTED = 5;
/** Conditions and groups of a tree with those of all segments that it names. */
export const MAX_TOGETHER = 2000;

/** The segment whose tree is checked, when it has an id already. */
export interface Self {
  readonly id: string;
  readonly name: string;
}

interface Measure {
  readonly height: number;
  readonly size: number;
}

/**
 * Measures the segments that a tree names, each once. Answers a sentence when one cannot be used:
 * it is not known, comes back to one above it, is too deep, or has a problem of its own (`faultOf`).
 */
export function usesOf(
  segments: ReadonlyMap<string, KnownSegment>,
  self: Self | null,
  faultOf: (segment: KnownSegment) => string | null,
): (id: string) => Measure | string {
  const measured = new Map<string, Measure | string>();
  const nameOf = (id: string) => (id === self?.id ? self.name : (segments.get(id)?.name ?? id));

  function measure(id: string, above: readonly string[]): Measure | string {
    const place = above.indexOf(id);
    if (place >= 0) return cycle([...above.slice(place), id].map(nameOf));
    const before = measured.get(id);
    if (before !== undefined) return before;
    const answer = measureAnew(id, above);
    measured.set(id, answer);
    return answer;
  }

  function measureAnew(id: string, above: readonly string[]): Measure | string {
    const segment = segments.get(id);
    if (!segment) return 'There is no such segment; it may have been deleted.';
    const fault = faultOf(segment);
    if (fault !== null) return `“${segment.name}” cannot be used: ${fault}`;
    const { tree } = segment;
    let height = 1;
    const sizes = new Map<string, number>();
    for (const used of usedSegments(tree)) {
      const inner = measure(used, [...above, id]);
      if (typeof inner === 'string') return inner;
      height = Math.max(height, inner.height + 1);
      sizes.set(used, inner.size);
    }
    if (height > MAX_NESTED) {
      return `Segments can stand in each other ${MAX_NESTED} deep at most; “${segment.name}” makes it more.`;
    }
    return { height, size: sizeOf(tree, (used) => sizes.get(used) ?? 1) };
  }

  return (id) => measure(id, self ? [self.id] : []);
}

/** “A” uses “B”, which uses “A”. */
function cycle([first = '', ...rest]: readonly string[]): string {
  if (rest.length === 1) return `“${first}” uses itself.`;
  return `“${first}” uses ${rest.map((name) => `“${name}”`).join(', which uses ')}.`;
}

/** How many conditions and groups it has when each segment that it names counts as `of` says. */
export function sizeOf(tree: SegmentTree, of: (id: string) => number): number {
  switch (tree.op) {
    case 'and':
    case 'or':
      return tree.of.reduce((sum, one) => sum + sizeOf(one, of), 1);
    case 'not':
      return 1 + sizeOf(tree.of, of);
    case 'segment':
      return of(tree.id);
    default:
      return 1;
  }
}
