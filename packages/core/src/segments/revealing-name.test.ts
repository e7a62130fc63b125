import { expect, test } from 'vitest';
import { definitions as sample } from '../../../../tests/segments/definitions.ts';
import type { AttributeDefinition } from '../values/index.ts';
import { neutralLabel, type Revealed, revealingName, type SegmentTree } from './index.ts';

const definitions: readonly AttributeDefinition[] = [
  ...sample,
  { ...sample[9], key: 'programs', sensitivity: 'part2' },
];
const everyone: SegmentTree = { op: 'and', of: [] };
const asks: SegmentTree = {
  op: 'and',
  of: [
    { op: 'anyOf', attribute: 'drugs', values: ['860975'] },
    { op: 'anyOf', attribute: 'programs', values: ['Second Spring'] },
    { op: 'equals', attribute: 'plan', value: 'Gold' },
  ],
};

test.each<[string, SegmentTree, Revealed | null]>([
  ['Diabetics over 50', everyone, { word: 'Diabetics', because: 'illness' }],
  ['Recall: PRE-DIABETES', everyone, { word: 'DIABETES', because: 'illness' }],
  ['DepressionCheckIn', everyone, { word: 'Depression', because: 'illness' }],
  ['High blood-pressure news', everyone, { word: 'blood pressure', because: 'illness' }],
  ['Presión alta', everyone, { word: 'Presión alta', because: 'illness' }],
  ['hiv_recall', everyone, { word: 'hiv', because: 'illness' }],
  ['Ozempic refills', everyone, { word: 'Ozempic', because: 'drug' }],
  ['All with E11.9', everyone, { word: 'E11.9', because: 'code' }],
  ['e1165 recall', everyone, { word: 'e1165', because: 'code' }],
  ['On 860975', asks, { word: '860975', because: 'value' }],
  ['The second spring group', asks, { word: 'second spring', because: 'value' }],
  ['Gold members', asks, null],
  ['Spring newsletter 2026', asks, null],
  ['Segment 12', asks, null],
  ['Spanish speakers in Riverside', everyone, null],
  ['Turns 65 within 60 days', everyone, null],
  ['', everyone, null],
])('“%s” tells what it tells', (name, tree, expected) => {
  expect(revealingName(name, tree, definitions)).toEqual(expected);
});

test('what a segment asks for that it names is in it', () => {
  const segments = new Map([['asks', { name: 'Asks', tree: asks }]]);
  const tree: SegmentTree = { op: 'not', of: { op: 'segment', id: 'asks' } };
  expect(revealingName('Second Spring', tree, definitions, segments)).toEqual({
    word: 'Second Spring',
    because: 'value',
  });
  expect(revealingName('Second Spring', tree, definitions)).toBeNull();
});

test('a label tells nothing', () => {
  const label = neutralLabel({ number: 12 });
  expect(label).toBe('Segment 12');
  expect(revealingName(label, asks, definitions)).toBeNull();
});
