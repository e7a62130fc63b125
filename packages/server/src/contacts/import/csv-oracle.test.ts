import { CSV_DELIMITERS, csvReader } from '@postern/core/contacts';
import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, it } from 'vitest';

const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '\t', '"', '\n') });

it('what another library wrote is read as that library reads it', () => {
  const tables = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));
  fc.assert(
    fc.property(
      tables,
      fc.constantFrom(...CSV_DELIMITERS),
      fc.boolean(),
      (table, delimiter, quotes) => {
        const text = Papa.unparse(table, { delimiter, quotes, newline: '\n' });
        const theirs = Papa.parse<string[]>(text, { delimiter, newline: '\n' });
        const reader = csvReader(delimiter, table[0]?.length ?? 1);
        const lines = text
          .split('\n')
          .map((line, index) => ({ number: index + 1, text: line, end: 0 }));
        const ours = [...lines.flatMap((line) => reader.push(line)), ...reader.finish()];
        const something = (row: readonly string[]) => row.some((one) => one.trim() !== '');
        expect(ours.map((one) => one.fields)).toEqual(theirs.data.filter(something));
        expect(ours.every((one) => one.kind === 'row')).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});
