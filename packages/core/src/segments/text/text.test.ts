import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trees } from '../../../../../tests/segments/arbitraries.ts';
import { NEWS, truthTable } from '../../../../../tests/segments/truth-table.ts';
import { parseTree, printTree, type SegmentTree } from '../index.ts';

const diabetes: SegmentTree = { op: 'underCode', attribute: 'conditions', code: 'E11' };
const middle: SegmentTree = { op: 'age', attribute: 'birth_date', min: 50, max: 64 };
const quiet: SegmentTree = { op: 'not', of: { op: 'event', kind: 'opened', withinDays: 90 } };
const long: SegmentTree = { op: 'ago', attribute: 'last_visit', min: 14, unit: 'months' };

const texts: readonly (readonly [string, SegmentTree])[] = [
  ['everyone', { op: 'and', of: [] }],
  ['not nobody', { op: 'not', of: { op: 'or', of: [] } }],
  ['all of (\n  conditions under E11\n)', { op: 'and', of: [diabetes] }],
  [
    `conditions under E11
and not opened any within 90 days
and (
  birth_date age 50 to 64
  or last_visit at least 14 months ago
)`,
    { op: 'and', of: [diabetes, quiet, { op: 'or', of: [middle, long] }] },
  ],
  [
    'not (\n  conditions under E11\n  or birth_date age 50 to 64\n)',
    { op: 'not', of: { op: 'or', of: [diabetes, middle] } },
  ],
  ['plan is "Gold \\"and\\" more"', { op: 'equals', attribute: 'plan', value: 'Gold "and" more' }],
  ['plan is "4"', { op: 'equals', attribute: 'plan', value: '4' }],
  ['visits is 4', { op: 'equals', attribute: 'visits', value: 4 }],
  ['visits is -0.5 to 4', { op: 'range', attribute: 'visits', min: -0.5, max: 4 }],
  ['visits at least 2', { op: 'range', attribute: 'visits', min: 2 }],
  ['portal is yes', { op: 'equals', attribute: 'portal', value: true }],
  ['last_visit before 2026-01-01', { op: 'before', attribute: 'last_visit', day: '2026-01-01' }],
  ['"segment" is known', { op: 'isSet', attribute: 'segment' }],
  [
    'conditions at least 2 under (E11, I10)',
    { op: 'atLeast', attribute: 'conditions', count: 2, values: ['E11', 'I10'], under: true },
  ],
  ['conditions at least 2 items', { op: 'atLeast', attribute: 'conditions', count: 2 }],
  [
    `clicked campaign "${NEWS}" link 2 within 30 days at least 2 times`,
    { op: 'event', kind: 'clicked', campaign: NEWS, link: 2, withinDays: 30, atLeast: 2 },
  ],
  ['sample 12.5% seed "spring"', { op: 'sample', percent: 12.5, seed: 'spring' }],
  ['mailed marketing within 7 days', { op: 'recentlyMailed', withinDays: 7, stream: 'marketing' }],
  ['consent opted_out "marketing"', { op: 'consent', state: 'opted_out', scope: 'marketing' }],
  [
    'birth_date turns 65 within 60 days',
    { op: 'turns', attribute: 'birth_date', age: 65, days: 60 },
  ],
];

test.each(texts)('%s', (text, tree) => {
  expect(printTree(tree)).toBe(text);
  expect(parseTree(text)).toEqual({ tree });
});

test('line breaks, indentation and comments do not matter', () => {
  const text =
    '# review with Ana\n( conditions   under E11 and\n\t birth_date age 50 to 64 ) # so far';
  expect(parseTree(text)).toEqual({ tree: { op: 'and', of: [diabetes, middle] } });
});

test('names stand behind ids, on one line', () => {
  const known = {
    segments: new Map([['gold', { name: 'Gold\nmembers', tree: diabetes }]]),
    campaigns: new Map(),
    topics: new Map(),
  };
  const tree: SegmentTree = { op: 'not', of: { op: 'segment', id: 'gold' } };
  expect(printTree(tree, known)).toBe('not segment "gold" # Gold members');
  expect(parseTree(printTree(tree, known))).toEqual({ tree });
});

test('every tree is read back as it was written', () => {
  for (const [, tree] of truthTable) expect(parseTree(printTree(tree))).toEqual({ tree });
  fc.assert(
    fc.property(trees, (tree) => {
      expect(parseTree(printTree(tree))).toEqual({ tree });
    }),
    { numRuns: 1000 },
  );
});

test('a condition stands on a line of its own', () => {
  fc.assert(
    fc.property(trees, trees, (a, b) => {
      const before = printTree({ op: 'and', of: [a, a] }).split('\n');
      const after = printTree({ op: 'and', of: [a, a, b] }).split('\n');
      expect(after.slice(0, before.length)).toEqual(before);
    }),
    { numRuns: 100 },
  );
});

test.each([
  [
    '',
    1,
    1,
    'Line 1, column 1: the text ends here, expected the key of an attribute, “not”, “(” or another condition.',
  ],
  [
    'plan is "Gold"\nand visits are 4',
    2,
    12,
    /^Line 2, column 12: found “are”, expected “is”, “under”, /,
  ],
  [
    'visits at least 4 or\n  last_visit 1 to 2 mnths ago',
    2,
    21,
    'Line 2, column 21: found “mnths”, expected “days”, “weeks”, “months” or “years”.',
  ],
  ['plan is "Gold', 1, 9, /found “"Gold”, expected quotes that end on the same line\.$/],
  ['plan is “Gold”', 1, 9, /found ““Gold””, expected straight quotes: "\.$/],
  ['plan is "\\x"', 1, 9, /escapes are those of JSON\.$/],
  [
    'plan is Gold',
    1,
    9,
    /^Line 1, column 9: found “Gold”, expected “known”, .* or a text in quotes\.$/,
  ],
  ['"🏃" is known and', 1, 17, /the text ends here/],
  ['a is 1 and b is 2 or c is 3', 1, 19, /found “or”, expected “and”: parentheses say/],
  ['(a is 1', 1, 8, 'Line 1, column 8: the text ends here, expected “)”.'],
  ['a is 1)', 1, 7, /found “\)”, expected “and”, “or” or the end\.$/],
  ['a is one of (E11 I10)', 1, 18, /found “I10”, expected “,” or “\)”\.$/],
  ['consent opted_out "all"', 1, 19, /expected a scope in quotes/],
  ['('.repeat(5000), 1, 21, /groups nested 20 deep at most/],
  ['not '.repeat(5000), 1, 81, /groups nested 20 deep at most/],
])('%j: what is wrong is told with its place', (text, line, column, sentence) => {
  expect(parseTree(text).problem).toMatchObject({
    line,
    column,
    sentence: typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
  });
});

test('the place of what is wrong is told at the end of the longest line, too', () => {
  const line = '(city is "a") or '.repeat(11_000);
  expect(parseTree(`${line}?`).problem).toMatchObject({ line: 1, column: line.length + 1 });
});

test('whatever is typed, the answer is a tree or a place', () => {
  const words = fc.constantFrom(
    ...['and', 'or', 'not', '(', ')', 'plan', 'is', 'under', 'E11', '4', '"a"', '%', ',', 'of'],
    ...['any', 'all', 'at', 'least', 'days', 'ago', 'within', 'the', '\n', '#', '"', '“'],
  );
  const typed = fc.oneof(
    fc.array(words).map((all) => all.join(' ')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const { tree, problem } = parseTree(text);
      if (tree) expect(parseTree(printTree(tree))).toEqual({ tree });
      else expect(problem.sentence).toMatch(/^Line \d+, column \d+: .+, expected .+\.$/su);
    }),
    { numRuns: 1000 },
  );
});
