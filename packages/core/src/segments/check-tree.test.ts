import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anybody, trees } from '../../../../tests/segments/arbitraries.ts';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { NEWS, segments, TODAY } from '../../../../tests/segments/truth-table.ts';
import { checkTree, type Known, matches, type Person, type SegmentTree } from './index.ts';

const setting = { today: TODAY, definitions, segments };
const known: Known = {
  segments,
  campaigns: new Map([[NEWS, { name: 'Spring news', class: null }]]),
  topics: new Map(),
};

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
  { op: 'atLeast', attribute: 'conditions', count: 2 },
  { op: 'atLeast', attribute: 'conditions', count: 2, values: ['E119', 'I10'] },
  { op: 'atLeast', attribute: 'conditions', count: 2, values: ['E11'], under: true },
  { op: 'ago', attribute: 'last_visit', min: 14, unit: 'months' },
  { op: 'ahead', attribute: 'last_visit', min: 1, max: 1, unit: 'weeks' },
  { op: 'age', attribute: 'birth_date', min: 50, max: 64 },
  { op: 'turns', attribute: 'birth_date', age: 65, days: 60 },
  { op: 'anniversary', attribute: 'birth_date', days: 0, direction: 'future' },
  { op: 'inMonth', attribute: 'birth_date', month: 12 },
  { op: 'authorizationEnds', days: 30 },
  { op: 'event', kind: 'opened' },
  { op: 'event', kind: 'clicked', campaign: NEWS, link: 0, withinDays: 90, atLeast: 2 },
  { op: 'consent', state: 'restriction' },
  { op: 'consent', state: 'opted_out', scope: 'stream:marketing' },
  { op: 'consent', state: 'opted_in', scope: 'topic:0198c0de-0000-7000-8000-000000000001' },
  { op: 'consent', state: 'authorized', kind: 'marketing' },
  { op: 'consent', state: 'prefers', channel: 'post' },
  { op: 'segment', id: 'others' },
  { op: 'sample', percent: 12.5, seed: 'spring' },
  { op: 'recentlyMailed', withinDays: 7, stream: 'marketing' },
];

test.each(sound)('%j is a tree and stays as it is', (tree) => {
  expect(checkTree(tree, definitions, known)).toEqual({ tree });
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
  [{ op: 'atLeast', attribute: 'conditions', count: 0 }, '/count', /whole number, 1 to 1000/],
  [
    { op: 'atLeast', attribute: 'conditions', count: 2, values: ['E119', 'E11.9'] },
    '/count',
    'At least 2 of 1 different values is nobody: expected 1 at most.',
  ],
  [{ op: 'atLeast', attribute: 'conditions', count: 1, under: true }, '', /codes that the items/],
  [
    { op: 'atLeast', attribute: 'interests', count: 1, values: ['a'], under: true },
    '/under',
    'Only codes of ICD-10-CM lie under others.',
  ],
  [
    { op: 'ago', attribute: 'last_visit', min: 1, unit: 'fortnights' },
    '/unit',
    'Expected days, weeks, months or years.',
  ],
  [{ op: 'ago', attribute: 'last_visit', unit: 'days' }, '', /needs a lowest value/],
  [{ op: 'ahead', attribute: 'last_visit', min: 1.5, unit: 'months' }, '/min', /of months, 0 to/],
  [{ op: 'ago', attribute: 'last_visit', min: 3, max: 1, unit: 'months' }, '', /above its highest/],
  [{ op: 'age', attribute: 'birth_date', min: 50, max: 151 }, '/max', /of years, 0 to 150/],
  [{ op: 'age', attribute: 'visits', min: 50 }, '/op', /^“Visits” is a number, which/],
  [{ op: 'turns', attribute: 'birth_date', age: 65 }, '/days', /whole number of days/],
  [{ op: 'turns', attribute: 'birth_date', age: '65', days: 1 }, '/age', /0 to 150/],
  [
    { op: 'anniversary', attribute: 'birth_date', days: 366, direction: 'past' },
    '/days',
    'Expected a whole number, 0 to 365.',
  ],
  [{ op: 'inMonth', attribute: 'birth_date', month: 13 }, '/month', /1 to 12/],
  [{ op: 'event', kind: 'delivered' }, '/kind', /^Expected sent, opened, /],
  [{ op: 'event', kind: 'opened', campaign: 'x' }, '/campaign', /id of a campaign/],
  [{ op: 'event', kind: 'clicked', link: 1 }, '/link', /“clicked” and a campaign/],
  [{ op: 'event', kind: 'opened', withinDays: -1 }, '/withinDays', /whole number of days/],
  [{ op: 'event', kind: 'opened', atLeast: 0 }, '/atLeast', /1 to 1000/],
  [{ op: 'event', kind: 'opened', times: 2 }, '/times', /^This has no meaning here/],
  [{ op: 'consent', state: 'fine' }, '/state', /^Expected restriction, /],
  [{ op: 'consent', state: 'opted_out', scope: 'all' }, '/scope', /^Expected all_commercial, /],
  [{ op: 'consent', state: 'authorized', kind: 'any' }, '/kind', /^Expected marketing, /],
  [{ op: 'consent', state: 'prefers', channel: 'fax' }, '/channel', /^Expected email, phone/],
  [{ op: 'consent', state: 'deceased', scope: 'marketing' }, '/scope', /no meaning here/],
  [{ op: 'segment', id: 7 }, '/id', 'Expected the id of a segment.'],
  [group({ op: 'segment', id: 'lost' }), '/of/0/id', /^There is no such segment/],
  [{ op: 'sample', percent: 0, seed: 'a' }, '/percent', 'Expected a number above 0, at most 100.'],
  [{ op: 'sample', percent: 5, seed: '' }, '/seed', 'Expected a text of 1 to 64 characters.'],
  [{ op: 'recentlyMailed', withinDays: 1, stream: 'sms' }, '/stream', /marketing or trans/],
  [{ op: 'isSet', attribute: 'plan', 'a/b~': 1 }, '/a~1b~0', /^This has no meaning here/],
];

test.each(unsound)('%j is refused, at %s', (tree, pointer, sentence) => {
  expect(checkTree(tree, definitions, known)).toEqual({
    problems: [{ pointer, sentence: expect.stringMatching(sentence) }],
  });
});

test('everything that is wrong is said at once', () => {
  const tree = group({ op: 'isSet', attribute: 'old_plan' }, { op: 'isSet', attribute: 'shoe' });
  expect(checkTree(tree, definitions).problems).toHaveLength(2);
});

describe('segments that name segments', () => {
  const use = (id: string): SegmentTree => ({ op: 'segment', id });
  const world = (trees: Readonly<Record<string, SegmentTree>>): Known => ({
    ...known,
    segments: new Map(
      Object.entries(trees).map(([id, tree]) => [id, { name: id.toUpperCase(), tree }]),
    ),
  });
  const gold: SegmentTree = { op: 'equals', attribute: 'plan', value: 'Gold' };
  const self = { id: 'a', name: 'A' };

  test.each<[string, SegmentTree, Readonly<Record<string, SegmentTree>>, string | RegExp]>([
    ['itself', use('a'), { a: gold }, '“A” uses itself.'],
    ['one that uses it', use('b'), { a: gold, b: use('a') }, '“A” uses “B”, which uses “A”.'],
    [
      'one further on',
      { op: 'not', of: use('b') },
      { a: gold, b: use('c'), c: { op: 'and', of: [gold, use('a')] } },
      '“A” uses “B”, which uses “C”, which uses “A”.',
    ],
    [
      'a circle without it',
      use('b'),
      { b: use('c'), c: use('b') },
      '“B” uses “C”, which uses “B”.',
    ],
    [
      'one that has a problem',
      use('b'),
      { b: { op: 'isSet', attribute: 'old_plan' } },
      /^“B” cannot be used: This segment uses the attribute “Old plan”, which was deleted/,
    ],
    [
      'more than five in each other',
      use('b'),
      { b: use('c'), c: use('d'), d: use('e'), e: use('f'), f: use('g'), g: gold },
      /^Segments can stand in each other 5 deep at most/,
    ],
  ])('may not name %s', (_, tree, others, sentence) => {
    const { problems } = checkTree(tree, definitions, world(others), self);
    expect(problems?.map((one) => one.sentence)).toEqual([expect.stringMatching(sentence)]);
  });

  test('may name five in each other, and one twice', () => {
    const five = { b: use('c'), c: use('d'), d: use('e'), e: use('f'), f: gold };
    const tree = group(use('b'), { op: 'not', of: use('b') });
    expect(checkTree(tree, definitions, world(five), self)).toEqual({ tree });
  });

  test('have together 2000 parts, no more, and are measured in no time', () => {
    const ten = (id: string): SegmentTree => ({ op: 'or', of: Array(10).fill(use(id)) });
    const tower = { b: ten('c'), c: ten('d'), d: ten('e'), e: ten('f'), f: gold };
    expect(checkTree(use('d'), definitions, world(tower), self).tree).toBeDefined();
    const { problems } = checkTree(use('b'), definitions, world(tower), self);
    expect(problems).toEqual([{ pointer: '', sentence: expect.stringMatching(/more than 2000/) }]);
  });
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
    fc.property(trees, anybody, (tree, contact) => {
      const answer = checkTree(tree, definitions, known);
      if (!answer.tree) return;
      checked += 1;
      expect(matches(answer.tree, contact, setting)).toBe(matches(tree, contact, setting));
    }),
    { numRuns: 1000 },
  );
  expect(checked).toBeGreaterThan(50);
});

describe('the algebra of trees', () => {
  const holds = (tree: SegmentTree, contact: Person) => matches(tree, contact, setting);
  const law = (name: string, left: Make, right: Make) =>
    test(name, () => {
      fc.assert(
        fc.property(trees, trees, anybody, (a, b, contact) => {
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
