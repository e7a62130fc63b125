import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { endSoon, hurry } from './endings.ts';

/** Messages that are to end, in this order; answers which have, as they do. */
function begin(messages: readonly { name: string; urgent?: boolean }[]): readonly string[] {
  const ended: string[] = [];
  for (const { name, urgent = false } of messages) {
    endSoon({ urgent, follow: () => {}, end: () => ended.push(name) });
  }
  return ended;
}

const many = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `${at}` }));

it('messages end in their turn, and other work has its turn between them', async () => {
  const ended = begin(many(40));
  await turn();
  const first = ended.length;
  expect(first).toBeLessThan(40);
  while (ended.length < 40) await turn();
  expect(ended).toEqual(many(40).map(({ name }) => name));
});

it('other work has its turn sooner while somebody waits for it', async () => {
  const unhurried = hurry();
  const hurried = begin(many(40));
  await turn();
  const few = hurried.length;
  unhurried();
  while (hurried.length < 40) await turn();
  const ended = begin(many(40));
  await turn();
  expect(few).toBeGreaterThan(0);
  expect(ended.length).toBeGreaterThan(few);
  while (ended.length < 40) await turn();
});

it('the others get on behind what is urgent, however much that is', async () => {
  const results = many(40).map(({ name }) => ({ name: `result ${name}`, urgent: true }));
  const ended = begin([...results, { name: 'news' }]);
  await turn();
  expect(ended).toContain('news');
  while (ended.length < 41) await turn();
});

it('what is urgent ends before those that wait', async () => {
  const ended = begin([...many(40), { name: 'result', urgent: true }]);
  await turn();
  expect(ended[0]).toBe('result');
  while (ended.length < 41) await turn();
});
