import { randomBytes } from 'node:crypto';
import type { Attributes } from '@postern/core/values';
import { expect, test } from 'vitest';
import { definitions } from '../../../../tests/segments/definitions.ts';
import { organizationKeys } from '../keys/index.ts';
import { valueRows } from './value-rows.ts';

const keys = organizationKeys('01900000-0000-7000-8000-000000000001', randomBytes(32));
const rowsOf = (attributes: Attributes) => valueRows(attributes, definitions, keys);
const conditions = definitions.find(({ key }) => key === 'conditions') as (typeof definitions)[7];

test('what is sealed, deleted or undefined leaves no row', () => {
  expect(rowsOf({ email: 'maria@example.org', old_plan: 'Gold', shoe_size: 9 })).toEqual([]);
});

test('a code in a list has its place, what it lies under counts on below zero, each once', () => {
  const rows = rowsOf({ conditions: ['E11.65', 'e119', 'E1165', 'I10.A'] });
  const shape = (code: string, ordinal: number, ancestor: boolean) => ({
    attribute: conditions.number,
    ordinal,
    token: keys.valueToken(conditions, code),
    ancestor,
    number: null,
    day: null,
    flag: null,
  });
  expect(rows).toEqual([
    shape('E11.65', 0, false),
    shape('E11.9', 1, false),
    shape('I10.A', 2, false),
    shape('E11.6', -1, true),
    shape('E11', -2, true),
    shape('I10', -3, true),
  ]);
});

test('a code that is in the list itself is no ancestor beside', () => {
  const rows = rowsOf({ conditions: ['E11.9', 'E11'] });
  expect(rows.map(({ ordinal, ancestor }) => [ordinal, ancestor])).toEqual([
    [0, false],
    [1, false],
  ]);
});

test('numbers, days and yes or no stay plain, texts do not', () => {
  const rows = rowsOf({ visits: 0, last_visit: '2026-03-01', portal: false, plan: 'Gold' });
  expect(rows.map(({ number, day, flag }) => [number, day, flag])).toEqual([
    [null, null, null],
    [0, null, null],
    [null, '2026-03-01', null],
    [null, null, false],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/gold/i);
});
