import type { AttributeDefinition } from '../values/index.ts';
import { checkCondition } from './check-condition.ts';
import { checkPerson, isPersonOperator } from './check-person.ts';
import { MAX_TOGETHER, type Self, sizeOf, usesOf } from './check-uses.ts';
import { asFields, type Report, unexpected } from './fields.ts';
import { type Known, NOTHING_KNOWN } from './known.ts';
import type { SegmentTree } from './tree.ts';

export const MAX_DEPTH = 20;
export const MAX_NODES = 500;
const MAX_PROBLEMS = 100;

/** `pointer`: where in the tree, as a JSON pointer (RFC 6901); '' is the tree itself. */
export interface TreeProblem {
  readonly pointer: string;
  readonly sentence: string;
}

export type CheckedTree =
  | { readonly tree: SegmentTree; readonly problems?: never }
  | { readonly problems: readonly TreeProblem[]; readonly tree?: never };

/**
 * Reads a tree from anywhere: its form, that it is at most 20 deep and of at most 500 parts, that
 * each operator fits its attribute, and each value the attribute's type. Answers with a new tree that
 * every evaluator can answer, or with everything (up to 100 things) that is wrong. `definitions`
 * include the deleted ones, so that a segment which used one can say so.
 *
 * `known` are the segments and campaigns that it may name, `self` the segment whose tree it is, when
 * it has an id: segments that would come back to themselves are refused, and the circle named.
 */
export function checkTree(
  tree: unknown,
  definitions: readonly AttributeDefinition[],
  known: Known = NOTHING_KNOWN,
  self: Self | null = null,
): CheckedTree {
  const read = readTree(tree, definitions, known);
  if (read.problems) return read;
  const problems: TreeProblem[] = [];
  const measure = usesOf(known.segments, self, (segment) => {
    const fault = readTree(segment.tree, definitions, known).problems?.[0];
    return fault?.sentence ?? null;
  });
  const size = sizeOf(read.tree, (id) => {
    const found = measure(id);
    if (typeof found !== 'string') return found.size;
    problems.push({ pointer: placeOf(read.tree, id) ?? '', sentence: found });
    return 1;
  });
  if (size > MAX_TOGETHER) {
    problems.push({
      pointer: '',
      sentence: `With the segments that it names it has more than ${MAX_TOGETHER} conditions and groups.`,
    });
  }
  return problems.length > 0 ? { problems: onceEach(problems) } : read;
}

/** A segment that is named twice is wrong once. */
const onceEach = (problems: readonly TreeProblem[]): readonly TreeProblem[] =>
  problems
    .filter(
      ({ pointer, sentence }, place) =>
        place === problems.findIndex((one) => one.pointer === pointer && one.sentence === sentence),
    )
    .slice(0, MAX_PROBLEMS);

/** Where the segment is first named. */
function placeOf(tree: SegmentTree, id: string, pointer = ''): string | null {
  switch (tree.op) {
    case 'and':
    case 'or':
      for (const [place, one] of tree.of.entries()) {
        const found = placeOf(one, id, `${pointer}/of/${place}`);
        if (found !== null) return found;
      }
      return null;
    case 'not':
      return placeOf(tree.of, id, `${pointer}/of`);
    case 'segment':
      return tree.id === id ? `${pointer}/id` : null;
    default:
      return null;
  }
}

/** A tree by itself, whatever the segments say that it names. */
function readTree(
  tree: unknown,
  definitions: readonly AttributeDefinition[],
  known: Known,
): CheckedTree {
  const problems: TreeProblem[] = [];
  const report: Report = (pointer, sentence) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ pointer, sentence });
    return null;
  };
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  let nodes = 0;

  function check(value: unknown, pointer: string, depth: number): SegmentTree | null {
    nodes += 1;
    // past the limit nothing is read any more, so it is said once
    if (nodes > MAX_NODES) {
      if (nodes > MAX_NODES + 1) return null;
      return report('', `This segment has more than ${MAX_NODES} conditions and groups.`);
    }
    if (depth > MAX_DEPTH) {
      return report(pointer, `Groups can be nested ${MAX_DEPTH} deep at most.`);
    }
    const node = asFields(value);
    if (node === null) return report(pointer, 'Expected a condition or a group.');
    switch (node.op) {
      case 'and':
      case 'or': {
        unexpected(node, ['op', 'of'], pointer, report);
        if (!Array.isArray(node.of)) {
          return report(`${pointer}/of`, 'A group needs a list of conditions.');
        }
        const of: SegmentTree[] = [];
        for (let place = 0; place < node.of.length && nodes <= MAX_NODES; place++) {
          const child = check(node.of[place], `${pointer}/of/${place}`, depth + 1);
          if (child) of.push(child);
        }
        return { op: node.op, of };
      }
      case 'not': {
        unexpected(node, ['op', 'of'], pointer, report);
        const of = check(node.of, `${pointer}/of`, depth + 1);
        return of && { op: 'not', of };
      }
      default:
        return isPersonOperator(node.op)
          ? checkPerson(node.op, node, pointer, known, report)
          : checkCondition(node, pointer, byKey, report);
    }
  }

  const checked = check(tree, '', 1);
  return checked === null || problems.length > 0 ? { problems } : { tree: checked };
}
