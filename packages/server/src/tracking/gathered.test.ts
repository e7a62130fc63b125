import { expect, test } from 'vitest';
import { gathered } from './gathered.ts';

/** Work that ends when it is told to, and knows what it was given. */
function held() {
  const groups: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const work = (items: readonly number[]) => {
    groups.push(items);
    return new Promise<readonly { of: number }[]>((resolve, reject) => {
      const answers = items.map((of) => ({ of }));
      ends.push(() => (items.includes(13) ? reject(new Error('thirteen')) : resolve(answers)));
    });
  };
  const endAll = async () => {
    while (ends.length > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { groups, work, endAll };
}

test('the first is done at once, and what comes meanwhile together; each gets its own answer', async () => {
  const { groups, work, endAll } = held();
  const add = gathered(work, 3);
  const all = [1, 2, 3, 4, 5].map((item) => add(item));
  expect(groups).toEqual([[1]]);
  await endAll();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5].map((of) => ({ of })));
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  const later = add(6);
  await endAll();
  await later;
  expect(groups.at(-1)).toEqual([6]);
});

test('one that cannot be done takes no other with it', async () => {
  const { groups, work, endAll } = held();
  const add = gathered(work, 10);
  const all = Promise.allSettled([1, 2, 13, 4].map((item) => add(item)));
  await endAll();
  expect((await all).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(groups).toEqual([[1], [2, 13, 4], [2], [13], [4]]);
});

test('who is left without an answer is told so', async () => {
  const add = gathered(async () => [null], 10);
  const all = [1, 2, 3].map((item) => add(item));
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
});
