import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes, trees } from '../../../../tests/segments/arbitraries.ts';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { TODAY } from '../../../../tests/segments/truth-table.ts';
import { checkTree, matches, type SegmentTree } from './index.ts';

const sound: readonly unknown[] = [
  { op: 'and', of: [] },
  { op: 'not', of: { op: 'or', of: [] } },
  { op: 'equals', attribute: 'plan', value: 'Gold' },
  { op: 'equals', attribute: 'visits', value: 0 },
  { op: 'equals', attribute: 'last_visit', value: '2024-02-29' },
  { op: 'equals', attribute: 'portal', value: false },
  { op: 'oneOf', attribute: 'diagnosis', values: ['e119', 'I10'] },
  { op: 'underCode', attribute: 'diagnosis', code: 'E11' },
  { op: 'underCode', attribute: 'conditions', code: 'E116' },
  { op: 'range', attribute: 'visits', min: 2, max: 2 },
  { op: 'before', attribute: 'last_visit', day: '2026-01-01' },
  { op: 'withinDays', attribute: 'last_visit', days: 0, direction: 'future' },
  { op: 'isSet', attribute: 'interests' },
  { op: 'noneOf', attribute: 'drugs', values: ['860975'] },
];

test.each(sound)('%j is a tree and stays as it is', (tree) => {
  expect(checkTree(tree, definitions)).toEqual({ tree });
});

const group = (...of: unknown[]) => ({ op: 'and', of });
const unsound: readonly (readonly [unknown, string, string | RegExp])[] = [
  [null, '', 'Expected a condition or a group.'],
  [[], '', 'Expected a condition or a group.'],
  [{}, '/op', /^Expected one of and, or, not, equals, /],
  [{ op: 'toString' }, '/op', /^Expected one of /],
  [{ op: 'and' }, '/of', 'A group needs a list of conditions.'],
  [{ op: 'not', of: [] }, '/of', 'Expected a condition or a group.'],
  [group(group(), group(7)), '/of/1/of/0', 'Expected a condition or a group.'],
  [{ op: 'isSet', attribute: 3 }, '/attribute', 'Expected the key of an attribute.'],
  [{ op: 'isSet', attribute: 'shoe' }, '/attribute', 'There is no attribute “shoe”.'],
  [
    group({ op: 'equals', attribute: 'old_plan', value: 'Gold' }),
    '/of/0/attribute',
    'This segment uses the attribute “Old plan”, which was deleted on February 3, 2026.',
  ],
  [
    { op: 'equals', attribute: 'email', value: 'a@example.org' },
    '/attribute',
    /^“Email” says who somebody is, so it is sealed/,
  ],
  [
    { op: 'range', attribute: 'plan', min: 1 },
    '/op',
    '“Plan” is a text, which “is in a range” does not fit. What fits: is; is one of; is known.',
  ],
  [{ op: 'underCode', attribute: 'zip', code: '92501' }, '/op', /is a code, which/],
  [{ op: 'equals', attribute: 'plan', value: 7 }, '/value', /^Expected a text/],
  [{ op: 'equals', attribute: 'plan', value: ' ' }, '/value', /^Expected a text/],
  [{ op: 'equals', attribute: 'plan' }, '/value', /^Expected a text/],
  [{ op: 'equals', attribute: 'visits', value: '4' }, '/value', 'Expected a number.'],
  [{ op: 'equals', attribute: 'visits', value: Number.NaN }, '/value', 'Expected a number.'],
  [{ op: 'equals', attribute: 'portal', value: 'yes' }, '/value', 'Expected true or false.'],
  [{ op: 'equals', attribute: 'last_visit', value: '2026-02-30' }, '/value', /a day that exists/],
  [{ op: 'before', attribute: 'last_visit', day: '0000-01-01' }, '/day', /a day that exists/],
  [
    { op: 'underCode', attribute: 'conditions', code: 'diabetes' },
    '/code',
    'Expected an ICD-10-CM code such as E11.9.',
  ],
  [{ op: 'oneOf', attribute: 'zip', values: ['92501', 'x'] }, '/values/1', /a ZIP code such as/],
  [{ op: 'anyOf', attribute: 'interests', values: [] }, '/values', /1 to 1000 values/],
  [{ op: 'allOf', attribute: 'interests', values: Array(51).fill('a') }, '/values', /1 to 50/],
  [{ op: 'range', attribute: 'visits' }, '', /needs a lowest value, a highest value or both/],
  [{ op: 'range', attribute: 'visits', min: 2, max: 1 }, '', /above its highest/],
  [{ op: 'range', attribute: 'visits', min: null, max: 1 }, '/min', 'Expected a number.'],
  [
    { op: 'withinDays', attribute: 'last_visit', days: 1.5, direction: 'past' },
    '/days',
    /^Expected a whole number of days/,
  ],
  [
    { op: 'withinDays', attribute: 'last_visit', days: 1, direction: 'back' },
    '/direction',
    'Expected past or future.',
  ],
  [{ op: 'isSet', attribute: 'plan', 'a/b~': 1 }, '/a~1b~0', /^This has no meaning here/],
];

test.each(unsound)('%j is refused, at %s', (tree, pointer, sentence) => {
  expect(checkTree(tree, definitions)).toEqual({
    problems: [{ pointer, sentence: expect.stringMatching(sentence) }],
  });
});

test('everything that is wrong is said at once', () => {
  const tree = group({ op: 'isSet', attribute: 'old_plan' }, { op: 'isSet', attribute: 'shoe' });
  expect(checkTree(tree, definitions).problems).toHaveLength(2);
});

describe('limits', () => {
  const known = { op: 'isSet', attribute: 'plan' };
  const nested = (depth: number): unknown =>
    depth === 1 ? known : { op: 'not', of: nested(depth - 1) };
  test('20 deep, no deeper', () => {
    expect(checkTree(nested(20), definitions).tree).toBeDefined();
    expect(checkTree(nested(21), definitions).problems).toHaveLength(1);
    expect(checkTree(nested(2000), definitions).problems).toHaveLength(1);
  });
  test('500 parts, no more', () => {
    expect(checkTree(group(...Array(499).fill(known)), definitions).tree).toBeDefined();
    expect(checkTree(group(...Array(500).fill(known)), definitions).problems).toHaveLength(1);
    expect(checkTree(group(...Array(90_000).fill(known)), definitions).problems).toHaveLength(1);
  });
  test('100 problems are enough', () => {
    expect(checkTree(group(...Array(400).fill(0)), definitions).problems).toHaveLength(100);
  });
});

/** JSON that looks like a tree here and there. */
const words = fc.constantFrom(
  ...['and', 'or', 'not', 'equals', 'oneOf', 'underCode', 'range', 'before', 'withinDays', 'isSet'],
  ...['anyOf', 'plan', 'visits', 'conditions', 'last_visit', 'email', 'old_plan', '__proto__'],
);
const nearlyTrees = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue({ maxDepth: 1 }),
    words,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.record(
      {
        op: words,
        of: fc.oneof(tie('value'), fc.array(tie('value'), { maxLength: 3 })),
        attribute: words,
        value: tie('value'),
        values: fc.array(words, { maxLength: 3 }),
        code: words,
        days: fc.integer(),
      },
      { requiredKeys: ['op'] },
    ),
  ),
})).value;

test('whatever JSON it is handed, the answer is a tree or a sentence with its place', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyTrees, fc.jsonValue()), (json) => {
      const { tree, problems } = checkTree(json, definitions);
      if (tree) expect(checkTree(tree, definitions)).toEqual({ tree });
      else {
        expect(problems.length).toBeGreaterThan(0);
        for (const { pointer, sentence } of problems) {
          expect(pointer).toMatch(/^(\/.*)?$/s);
          expect(sentence).toMatch(/\.$/);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('a checked tree means what the unchecked one did', () => {
  let checked = 0;
  fc.assert(
    fc.property(trees, attributes, (tree, contact) => {
      const answer = checkTree(tree, definitions);
      if (!answer.tree) return;
      checked += 1;
      expect(matches(answer.tree, contact, TODAY, definitions)).toBe(
        matches(tree, contact, TODAY, definitions),
      );
    }),
    { numRuns: 1000 },
  );
  expect(checked).toBeGreaterThan(50);
});

describe('the algebra of trees', () => {
  const holds = (tree: SegmentTree, contact: Parameters<typeof matches>[1]) =>
    matches(tree, contact, TODAY, definitions);
  const law = (name: string, left: Make, right: Make) =>
    test(name, () => {
      fc.assert(
        fc.property(trees, trees, attributes, (a, b, contact) => {
          expect(holds(left(a, b), contact)).toBe(holds(right(a, b), contact));
        }),
        { numRuns: 300 },
      );
    });
  type Make = (a: SegmentTree, b: SegmentTree) => SegmentTree;
  const not = (of: SegmentTree): SegmentTree => ({ op: 'not', of });
  const and: Make = (...of) => ({ op: 'and', of });
  const or: Make = (...of) => ({ op: 'or', of });
  law(
    'twice negated is what it was',
    (a) => not(not(a)),
    (a) => a,
  );
  law(
    'not both is one of them not (De Morgan)',
    (a, b) => not(and(a, b)),
    (a, b) => or(not(a), not(b)),
  );
  law(
    'not one of them is neither (De Morgan)',
    (a, b) => not(or(a, b)),
    (a, b) => and(not(a), not(b)),
  );
  law(
    'everybody is in a tree or in its negation',
    (a) => or(a, not(a)),
    () => ({ op: 'and', of: [] }),
  );
});
