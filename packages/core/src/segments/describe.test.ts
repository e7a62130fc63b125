import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trees } from '../../../../tests/segments/arbitraries.ts';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { attributesOf, classOf, describe, type Known, type SegmentTree } from './index.ts';

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
  [
    { op: 'atLeast', attribute: 'conditions', count: 2, values: ['E11', 'I10'], under: true },
    'Conditions include at least 2 different codes that are or lie under E11 or I10',
  ],
  [
    { op: 'not', of: { op: 'atLeast', attribute: 'interests', count: 2, values: ['a', 'b'] } },
    'Interests do not include at least 2 of “a” or “b”',
  ],
  [{ op: 'atLeast', attribute: 'drugs', count: 3 }, 'Drugs include at least 3 different items'],
  [
    { op: 'ago', attribute: 'last_visit', min: 14, unit: 'months' },
    'Last visit at least 14 months ago',
  ],
  [
    { op: 'not', of: { op: 'ago', attribute: 'last_visit', min: 6, max: 12, unit: 'months' } },
    'No last visit from 6 to 12 months ago',
  ],
  [
    { op: 'ahead', attribute: 'last_visit', max: 1, unit: 'weeks' },
    'Last visit at most 1 week ahead',
  ],
  [{ op: 'age', attribute: 'birth_date', min: 50, max: 64 }, 'Aged from 50 to 64 by birth date'],
  [
    { op: 'turns', attribute: 'birth_date', age: 65, days: 60 },
    'Turns 65 within the next 60 days by birth date',
  ],
  [
    { op: 'not', of: { op: 'anniversary', attribute: 'birth_date', days: 0, direction: 'past' } },
    'No anniversary of birth date today',
  ],
  [{ op: 'inMonth', attribute: 'birth_date', month: 3 }, 'Birth date in March of any year'],
  [{ op: 'event', kind: 'opened' }, 'A message was opened'],
  [
    { op: 'not', of: { op: 'event', kind: 'opened', withinDays: 90 } },
    'No message was opened within the last 90 days',
  ],
  [
    { op: 'event', kind: 'clicked', campaign: 'news', link: 2, atLeast: 2 },
    'A message of “Spring news” had its link 2 clicked at least 2 times',
  ],
  [
    { op: 'not', of: { op: 'event', kind: 'sent', campaign: 'lost', atLeast: 2 } },
    'Not (a message of a campaign that is not known was sent at least 2 times)',
  ],
  [
    { op: 'consent', state: 'opted_out', scope: 'all_commercial' },
    'Opted out of all commercial mail',
  ],
  [
    { op: 'not', of: { op: 'consent', state: 'authorized', kind: 'marketing' } },
    'No authorization for marketing is in force',
  ],
  [{ op: 'consent', state: 'opted_in', scope: 'topic:01' }, 'Opted in to the topic “Heart health”'],
  [{ op: 'consent', state: 'opted_out', scope: 'topic:02' }, 'Opted out of the topic “02”'],
  [{ op: 'not', of: { op: 'consent', state: 'deceased' } }, 'Not known to be deceased'],
  [
    { op: 'not', of: { op: 'consent', state: 'prefers', channel: 'post' } },
    'Does not prefer letters',
  ],
  [{ op: 'segment', id: 'gold' }, 'In the segment “Gold members”'],
  [{ op: 'not', of: { op: 'segment', id: 'lost' } }, 'Not in a segment that is not known'],
  [{ op: 'sample', percent: 12.5, seed: 'a' }, 'In the sample “a” of 12.5 percent'],
  [
    { op: 'not', of: { op: 'recentlyMailed', withinDays: 30, stream: 'marketing' } },
    'Not mailed (marketing) within the last 30 days',
  ],
];

const known: Known = {
  segments: new Map([
    ['gold', { name: 'Gold members', tree: gold }],
    ['ill', { name: 'Recall', tree: { op: 'and', of: [gold, { op: 'not', of: diabetes }] } }],
  ]),
  campaigns: new Map([
    ['news', { name: 'Spring news', class: null }],
    ['recall', { name: 'Recall', class: { sensitivity: 'service', causedBy: 'visits' } }],
  ]),
  topics: new Map([['01', 'Heart health']]),
};

test.each(sentences)('%j in words', (tree, sentence) => {
  expect(describe(tree, definitions, known)).toBe(sentence);
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

test.each<[string, SegmentTree, ReturnType<typeof classOf>]>([
  [
    'a segment counts as what it asks',
    { op: 'segment', id: 'ill' },
    { sensitivity: 'diagnosis', causedBy: 'conditions' },
  ],
  [
    'a segment that is not known as the highest',
    { op: 'segment', id: 'lost' },
    { sensitivity: 'part2', causedBy: 'segment' },
  ],
  [
    'a campaign that touches nothing as nothing',
    { op: 'event', kind: 'sent', campaign: 'news' },
    null,
  ],
  [
    'a campaign as what it reveals',
    { op: 'not', of: { op: 'event', kind: 'opened', campaign: 'recall' } },
    { sensitivity: 'service', causedBy: 'visits' },
  ],
  [
    'a campaign that is not known as the highest',
    { op: 'event', kind: 'opened', campaign: 'lost' },
    { sensitivity: 'part2', causedBy: 'campaign' },
  ],
  [
    'an authorization as the records that it is for',
    { op: 'consent', state: 'authorized', kind: 'psychotherapy_notes' },
    { sensitivity: 'psychotherapy', causedBy: 'psychotherapy_notes' },
  ],
  ['an opt-out as nothing', { op: 'consent', state: 'opted_out', scope: 'marketing' }, null],
])('%s', (_, tree, expected) => {
  expect(classOf(tree, definitions, known)).toEqual(expected);
});

test('attributes of segments that it names are told too', () => {
  const tree: SegmentTree = { op: 'segment', id: 'ill' };
  expect(attributesOf(tree, known.segments)).toEqual(['plan', 'conditions']);
  expect(attributesOf(tree)).toEqual([]);
});

test('attributes are told once, in order of appearance', () => {
  const tree: SegmentTree = { op: 'and', of: [gold, { op: 'not', of: diabetes }, gold] };
  expect(attributesOf(tree)).toEqual(['plan', 'conditions']);
});
