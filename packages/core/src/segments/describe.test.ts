import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trees } from '../../../../tests/segments/arbitraries.ts';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { attributesOf, classOf, describe, type SegmentTree } from './index.ts';

const diabetes: SegmentTree = { op: 'underCode', attribute: 'conditions', code: 'E11' };
const lastYear: SegmentTree = {
  op: 'withinDays',
  attribute: 'last_visit',
  days: 365,
  direction: 'past',
};
const gold: SegmentTree = { op: 'equals', attribute: 'plan', value: 'Gold' };
const anyOf = (count: number): SegmentTree => ({
  op: 'anyOf',
  attribute: 'drugs',
  values: Array.from({ length: count }, (_, place) => String(place + 1)),
});

const sentences: readonly (readonly [SegmentTree, string])[] = [
  [{ op: 'and', of: [] }, 'Everyone'],
  [{ op: 'or', of: [] }, 'Nobody'],
  [
    { op: 'and', of: [diabetes, { op: 'not', of: lastYear }] },
    'Conditions include E11 or anything under it, and no last visit within the last 365 days',
  ],
  [
    {
      op: 'and',
      of: [
        { op: 'or', of: [gold, diabetes] },
        { op: 'not', of: gold },
      ],
    },
    '(Plan is “Gold”, or conditions include E11 or anything under it), and plan is not “Gold”',
  ],
  [{ op: 'not', of: { op: 'not', of: gold } }, 'Plan is “Gold”'],
  [{ op: 'and', of: [gold] }, 'Plan is “Gold”'],
  [
    { op: 'not', of: { op: 'or', of: [gold, lastYear] } },
    'Not (plan is “Gold”, or last visit within the last 365 days)',
  ],
  [{ op: 'not', of: { op: 'and', of: [] } }, 'Nobody'],
  [{ op: 'isSet', attribute: 'zip' }, 'ZIP code is known'],
  [{ op: 'not', of: { op: 'isSet', attribute: 'zip' } }, 'ZIP code is not known'],
  [{ op: 'equals', attribute: 'portal', value: true }, 'Uses the portal: yes'],
  [{ op: 'equals', attribute: 'last_visit', value: '2026-03-01' }, 'Last visit on March 1, 2026'],
  [
    { op: 'before', attribute: 'last_visit', day: '2026-12-31' },
    'Last visit before December 31, 2026',
  ],
  [
    { op: 'withinDays', attribute: 'last_visit', days: 1, direction: 'future' },
    'Last visit within the next day',
  ],
  [{ op: 'range', attribute: 'visits', min: 2 }, 'Visits at least 2'],
  [{ op: 'range', attribute: 'visits', min: 2, max: 4 }, 'Visits from 2 to 4'],
  [{ op: 'equals', attribute: 'visits', value: 2 }, 'Visits exactly 2'],
  [anyOf(2), 'Drugs include 1 or 2'],
  [anyOf(6), 'Drugs include 1, 2, 3, 4, 5 or 1 more'],
  [
    { op: 'allOf', attribute: 'interests', values: ['Diet', 'Running'] },
    'Interests include “Diet” and “Running”',
  ],
  [
    { op: 'noneOf', attribute: 'conditions', values: ['I10'] },
    'Conditions are known and include none of I10',
  ],
  [{ op: 'equals', attribute: 'old_plan', value: 'Gold' }, '“Old plan” (deleted) is “Gold”'],
  [{ op: 'not', of: diabetes }, 'Conditions do not include E11 or anything under it'],
  [
    { op: 'not', of: { op: 'noneOf', attribute: 'conditions', values: ['I10'] } },
    'Not (conditions are known and include none of I10)',
  ],
  [{ op: 'not', of: { op: 'range', attribute: 'visits', max: 2 } }, 'Visits not at most 2'],
  [{ op: 'isSet', attribute: 'diagnosis' }, 'Diagnosis is known'],
  [{ op: 'isSet', attribute: 'shoe' }, '“shoe” (unknown) is known'],
];

test.each(sentences)('%j in words', (tree, sentence) => {
  expect(describe(tree, definitions)).toBe(sentence);
});

test('every tree has words', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      expect(describe(tree, definitions)).toMatch(/^\S.*\S$/su);
    }),
    { numRuns: 1000 },
  );
});

test('the class is the highest that the conditions touch, whatever stands between them', () => {
  expect(classOf({ op: 'and', of: [] }, definitions)).toBeNull();
  expect(classOf(gold, definitions)).toEqual({ sensitivity: 'demographic', causedBy: 'plan' });
  expect(
    classOf({ op: 'or', of: [gold, { op: 'not', of: diabetes }, lastYear] }, definitions),
  ).toEqual({ sensitivity: 'diagnosis', causedBy: 'conditions' });
});

test('an attribute that nobody defined counts as the highest class', () => {
  const tree: SegmentTree = { op: 'or', of: [diabetes, { op: 'isSet', attribute: 'shoe' }] };
  expect(classOf(tree, definitions)).toEqual({ sensitivity: 'part2', causedBy: 'shoe' });
});

test('attributes are told once, in order of appearance', () => {
  const tree: SegmentTree = { op: 'and', of: [gold, { op: 'not', of: diabetes }, gold] };
  expect(attributesOf(tree)).toEqual(['plan', 'conditions']);
});
