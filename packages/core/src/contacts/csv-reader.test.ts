import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvDelimiter, type CsvRecord, csvReader, detectDelimiter } from './index.ts';

function read(text: string, columns: number | null, delimiter: CsvDelimiter = ','): CsvRecord[] {
  const reader = csvReader(delimiter, columns);
  let end = 0;
  const records = text.split('\n').flatMap((line, index) => {
    end += line.length + 1;
    return reader.push({ number: index + 1, text: line, end });
  });
  return [...records, ...reader.finish()];
}

const rows = (records: CsvRecord[]) =>
  records.flatMap((record) => (record.kind === 'row' ? [record.fields] : []));
const broken = (records: CsvRecord[]) =>
  records.flatMap((record) => (record.kind === 'broken' ? [record.line] : []));

const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
const write = (row: readonly string[], delimiter: string, always: boolean) =>
  row
    .map((field) =>
      always || /[\n"]/.test(field) || field.includes(delimiter) ? quote(field) : field,
    )
    .join(delimiter);

const field = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '\t', '"', '\n', '7') });
/** As people write: a field does not begin with a delimiter, a line break or a quotation mark. */
const ordinary = fc
  .tuple(fc.constantFrom('A', 'b', '3'), field)
  .map(([first, rest]) => first + rest);

describe('a CSV file', () => {
  it.each([
    ['plain', 'a,b,c', [['a', 'b', 'c']]],
    ['quoted', '"a","b ""c""","d,e"', [['a', 'b "c"', 'd,e']]],
    ['line breaks in quotes', '"a\nb\n\nc",d,e', [['a\nb\n\nc', 'd', 'e']]],
    ['empty fields', ',"",', []],
    ['an empty field at the end', 'a,b,', [['a', 'b', '']]],
    [
      'blank lines and rows of nothing',
      '\n a,b,c\n\n,,\n  \nd,e,f\n',
      [
        [' a', 'b', 'c'],
        ['d', 'e', 'f'],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(rows(read(text, 3))).toEqual(expected);
  });

  it('reads back whatever was written, in each dialect', () => {
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(
          fc
            .array(field, { minLength: width, maxLength: width })
            .filter((row) => row.some((one) => one.trim() !== '')),
        ),
      );
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.boolean(),
        (all, delimiter, always) => {
          const text = all.map((row) => write(row, delimiter, always)).join('\n');
          const records = read(text, all[0]?.length ?? 1, delimiter);
          expect(rows(records)).toEqual(all);
          expect(broken(records)).toEqual([]);
        },
      ),
    );
  });

  it.each([
    ['opened and not closed', '2,"Ann,x'],
    ['opened at the end', '2,Ann,"'],
    ['opened at the beginning', '"2,Ann,x'],
    ['closed and not opened', '2,Ann",x'],
    ['in the middle of a name', '2,An"n,x'],
    ['closed too early', '2,"An"n",x'],
    ['not doubled', '2,"Ann "Bo" Lee",x'],
    ['a column too many', '2,Ann,x,y'],
    ['a column too few', '2,Ann'],
  ])('loses one row to a quotation mark or comma %s', (_, bad) => {
    const good = ['1,Bob,x', '3,"Cy\n""C"" Lee",y', '4,"Di, Jr.",z', '5,Ed,"w"'];
    const records = read([good[0], bad, ...good.slice(1)].join('\n'), 3);
    expect(broken(records)).toEqual([2]);
    expect(rows(records).map((row) => row[0])).toEqual(['1', '3', '4', '5']);
  });

  it('rejects exactly the broken row among good ones, wherever it stands', () => {
    const row = fc.tuple(ordinary, ordinary, ordinary);
    // one quotation mark that opens and never closes, before any of the columns
    const bad = fc.constantFrom('"x,y,z', 'x,"y,z', 'x,y,"z', 'x,y",z', 'x,"y"z,z', '"x",y,"z');
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        bad,
        fc.array(row, { maxLength: 8 }),
        fc.boolean(),
        (before, line, after, always) => {
          const text = (all: readonly (readonly string[])[]) =>
            all.map((one) => `${write(one, ',', always)}\n`).join('');
          const records = read(`${text(before)}${line}\n${text(after)}`, 3);
          expect(broken(records)).toEqual([text(before).split('\n').length]);
          expect(rows(records)).toEqual([...before, ...after]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('gives up an unclosed quote after a hundred lines, not at the end of the file', () => {
    const good = Array.from({ length: 1_000 }, (_, index) => `${index},a,b`);
    const records = read(['x,"y,z', ...good].join('\n'), 3);
    expect(broken(records)).toEqual([1]);
    expect(rows(records)).toHaveLength(1_000);
  });

  it('says for each record where reading goes on', () => {
    const text = '1,a\n2,"b\nc"\n3,"d\n4,e\n';
    for (const record of read(text, 2)) {
      const rest = read(text.slice(record.end), 2);
      const later = read(text, 2).filter((one) => one.end > record.end);
      expect(rows(rest)).toEqual(rows(later));
    }
  });

  it('rejects a line that is too long to hold', () => {
    const reader = csvReader(',', 2);
    const records = [
      ...reader.push({ number: 1, text: 'a,b', end: 9_000_000, cut: true }),
      ...reader.push({ number: 2, text: 'c,d', end: 9_000_004 }),
    ];
    expect(broken(records)).toEqual([1]);
    expect(rows(records)).toEqual([['c', 'd']]);
  });
});

describe('the delimiter', () => {
  it.each([
    [',', ['a,b,c', '1,2,3']],
    [';', ['a;b;c', '1,5;2;3']],
    ['\t', ['a\tb', '1, 2; 3\t4']],
    [',', ['email', 'a@example.org']],
    [',', ['id,conditions', '1,E11.9;I10', '2,"I10;E78.5"']],
    [';', ['id;name', '1;"Lee, Ann"', '2;"a\nb"']],
  ])('%j is seen', (delimiter, lines) => {
    expect(detectDelimiter(lines)).toBe(delimiter);
  });
});
