import { MAX_DEPTH } from '../check-tree.ts';
import type { SegmentTree } from '../tree.ts';
import { Fault, type TextProblem } from './fault.ts';
import { parseCondition } from './parse-condition.ts';
import { parsePersonal } from './parse-personal.ts';
import { type Reader, readerOf } from './reader.ts';
import { isPlainKey } from './words.ts';

export type ParsedTree =
  | { readonly tree: SegmentTree; readonly problem?: never }
  | { readonly problem: TextProblem; readonly tree?: never };

/**
 * Reads what `printTree` writes, however it is broken into lines. Conditions are joined by `and` or
 * by `or`, not by both without parentheses; `not` belongs to what follows next; from `#` to the end
 * of a line is a comment. Whether attributes and values are there, `checkTree` says afterwards.
 *
 * Answers with the tree, or with the first thing that makes no sense: its line and column, what
 * stands there and what was expected.
 */
export function parseTree(source: string): ParsedTree {
  try {
    const reader = readerOf(source);
    const tree = parseJoined(reader, 1);
    if (reader.peek().kind === 'end') return { tree };
    return reader.fail('“and”, “or” or the end');
  } catch (error) {
    if (error instanceof Fault) return { problem: error.problem };
    throw error;
  }
}

function parseJoined(reader: Reader, depth: number): SegmentTree {
  const first = parseUnit(reader, depth);
  const op = (['and', 'or'] as const).find((word) => reader.peek().text === word);
  if (!op) return first;
  const of = [first];
  while (reader.takes(op)) of.push(parseUnit(reader, depth));
  const { kind, text } = reader.peek();
  if (kind === 'word' && (text === 'and' || text === 'or')) {
    return reader.fail(`“${op}”: parentheses say what “and” and “or” belong to`);
  }
  return { op, of };
}

function parseUnit(reader: Reader, depth: number): SegmentTree {
  if (depth > MAX_DEPTH) return reader.fail(`groups nested ${MAX_DEPTH} deep at most`);
  const { takes, expect } = reader;
  if (takes('not')) return { op: 'not', of: parseUnit(reader, depth + 1) };
  if (takes('everyone')) return { op: 'and', of: [] };
  if (takes('nobody')) return { op: 'or', of: [] };
  if (takes('(')) {
    const inner = parseJoined(reader, depth + 1);
    expect(')');
    return inner;
  }
  for (const [word, op] of [
    ['all', 'and'],
    ['any', 'or'],
  ] as const) {
    if (!takes(word)) continue;
    expect('of', '(');
    const inner = parseUnit(reader, depth + 1);
    expect(')');
    return { op, of: [inner] };
  }
  const personal = parsePersonal(reader);
  if (personal) return personal;
  const { kind, text } = reader.peek();
  if (kind === 'text' || (kind === 'word' && isPlainKey(text))) {
    return parseCondition(reader, reader.read().text);
  }
  return reader.fail('the key of an attribute, “not”, “(” or another condition');
}
