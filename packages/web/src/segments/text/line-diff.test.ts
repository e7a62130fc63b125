import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

const written = (before: string, after: string) =>
  lineDiff(before, after).map(({ text, change }) => {
    const mark = change === undefined ? ' ' : change === 'added' ? '+' : '-';
    return `${mark} ${text}`;
  });

test('a condition that is changed is gone and another came; the others stay', () => {
  const before = 'conditions under E11\nand visits at least 2\nand portal is yes';
  const after = 'conditions under E11\nand visits at least 3\nand portal is yes\nand plan is known';
  expect(written(before, after)).toEqual([
    '  conditions under E11',
    '- and visits at least 2',
    '+ and visits at least 3',
    '  and portal is yes',
    '+ and plan is known',
  ]);
});

test('what is not removed is the new text, what is not added the old', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const lines = lineDiff(a.join('\n'), b.join('\n'));
      const without = (change: string) =>
        lines.filter((line) => line.change !== change).map((line) => line.text);
      expect(without('removed')).toEqual(b);
      expect(without('added')).toEqual(a);
    }),
  );
});
