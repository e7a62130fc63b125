import { readFileSync } from 'node:fs';
import { OPERATOR_WORDS, parseTree, printTree, type SegmentTree } from '@postern/core/segments';
import { expect, test } from 'vitest';
import { PERSON_OPERATORS } from '../../packages/core/src/segments/check-person.ts';

const doc = readFileSync(new URL('../../docs/segments-text.md', import.meta.url), 'utf8');
const rows = doc.split('\n').filter((line) => /^\| .* \| `/.test(line));
const examples = [
  /```segment\n(.*?)\n```/s.exec(doc)?.[1] ?? '',
  ...rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, written = '']) => written)),
];

function operatorsIn(tree: SegmentTree): readonly string[] {
  switch (tree.op) {
    case 'and':
    case 'or':
      return tree.of.flatMap(operatorsIn);
    case 'not':
      return operatorsIn(tree.of);
    default:
      return [tree.op];
  }
}

test.each(examples)('the example %j is read, and written so', (text) => {
  const { tree, problem } = parseTree(text);
  expect(problem?.sentence).toBeUndefined();
  expect(tree && printTree(tree)).toBe(text);
});

test('the reference shows every operator', () => {
  const shown = examples.flatMap((text) => {
    const { tree } = parseTree(text);
    return tree ? operatorsIn(tree) : [];
  });
  const all = [...Object.keys(OPERATOR_WORDS), ...PERSON_OPERATORS];
  expect([...new Set(shown)].toSorted()).toEqual(all.toSorted());
});
