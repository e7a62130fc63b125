import { describe, expect, it } from 'vitest';
import { kept } from './kept.ts';

describe('what is kept', () => {
  it('is of the keys that were asked for last', async () => {
    const learnt: string[] = [];
    const ask = kept<string>(2, () => new Date(0));
    const get = (key: string) =>
      ask(key, async () => {
        learnt.push(key);
        return { value: key, seconds: 60 };
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await get(key)).toBe(key);
    // b had to go for c, since a was asked for again
    expect(learnt).toEqual(['a', 'b', 'c', 'b']);
  });

  it('is not a failure to learn', async () => {
    const ask = kept<string>(2, () => new Date(0));
    const broken = () => Promise.reject(new Error('away'));
    await expect(ask('a', broken)).rejects.toThrow('away');
    expect(await ask('a', async () => ({ value: 'here', seconds: 1 }))).toBe('here');
  });
});
