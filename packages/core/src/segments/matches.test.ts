import { expect, test } from 'vitest';
import { definitions } from '../../../../tests/segments/definitions.ts';
import {
  type Name,
  people,
  persons,
  segments,
  TODAY,
  truthTable,
} from '../../../../tests/segments/truth-table.ts';
import { matches } from './index.ts';

const names = Object.keys(people) as Name[];
const setting = { today: TODAY, definitions, segments };

test.each(truthTable)('%s', (_, tree, members) => {
  const found = names.filter((name) => matches(tree, persons[name], setting));
  expect(found).toEqual(names.filter((name) => members.includes(name)));
});
