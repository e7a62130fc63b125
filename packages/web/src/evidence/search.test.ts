import { expect, test } from 'vitest';
import { evidenceOf } from './search.ts';

test.each([
  [{}, {}],
  [{ part: 'may' }, {}],
  [{ show: 'everything', part: 'may' }, {}],
  [
    { show: 'review', part: 'may' },
    { show: 'review', part: 'may' },
  ],
  [{ show: 'review', part: 'elsewhere', code: 7 }, { show: 'review' }],
  [
    { show: 'campaign', event: 'click', link: 0 },
    { show: 'campaign', event: 'click', link: 0 },
  ],
])('the address %j asks for %j: what does not fit is left out', (search, evidence) => {
  expect(evidenceOf(search)).toEqual(evidence);
});
