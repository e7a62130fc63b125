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

  it.each([
    ['sep=;', ';'],
    ['\u{feff}sep=,', ','],
    ['"sep=\t"', '\t'],
  ])('that names its delimiter, as Excel has it, is no heading: %j', async (first, delimiter) => {
    const lines = [
      first,
      ['email', 'a,b;c\td'].join(delimiter),
      ['x@example.org', '1'].join(delimiter),
    ];
    const found = await inspectFile(Buffer.from(`${lines.join('\r\n')}\r\n`), true);
    expect(found).toMatchObject({ dialect: { delimiter }, line: 3 });
    expect(found).toMatchObject({ headings: expect.arrayContaining(['email']) });
  });

  it('that holds a NUL is told by its line', async () => {
    const found = await inspectFile(Buffer.from('email\r\nx@example.org\r\n\0\r\n'), true);
    expect(found).toMatchObject({ kind: 'refused', problem: expect.stringContaining('Line 3') });
  });
});
