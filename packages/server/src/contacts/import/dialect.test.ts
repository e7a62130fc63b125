import { describe, expect, it } from 'vitest';
import { inspectFile } from './dialect.ts';

describe('the beginning of a file', () => {
  it.each([
    ['an open quote', 'email,event\n"'],
    ['nothing', 'email,event\n'],
  ])('is read though after %s many thousand empty lines follow', async (_what, beginning) => {
    const file = Buffer.from(`${beginning}${'\n'.repeat(250_000)}`);
    for (const whole of [true, false]) {
      const found = await inspectFile(file, whole);
      expect(found).toMatchObject({ kind: 'csv', headings: ['email', 'event'] });
    }
  });
});
