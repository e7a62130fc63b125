import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeDefinition } from '../values/index.ts';
import { applyChange, BUILT_IN, readEmail, readValue, toContactChange } from './index.ts';

const definitions: AttributeDefinition[] = BUILT_IN.map((draft) => ({
  ...draft,
  id: draft.key,
  deletedAt: null,
}));
const own = (type: AttributeDefinition['type'], system: AttributeDefinition['system'] = null) => ({
  id: type,
  key: type,
  label: type,
  type,
  system,
  sensitivity: 'service' as const,
  identity: false,
  deletedAt: null,
});
const named = (key: string) => definitions.find((one) => one.key === key) as AttributeDefinition;

describe('a cell', () => {
  it.each([
    [own('text'), '  Lee\u0301 ', 'Leé'],
    [own('text'), ' ', null],
    [own('number'), '-1,234.50', -1234.5],
    [own('number'), '0', 0],
    [own('date'), '2/29/2024', '2024-02-29'],
    [own('date'), '19570328', '1957-03-28'],
    [own('boolean'), 'Yes', true],
    [own('boolean'), '0', false],
    [own('list'), 'a; b |A;;c', ['a', 'b', 'c']],
    [own('list'), ' ; ', null],
    [own('list', 'icd-10-cm'), 'e119;I10; E11.9', ['E11.9', 'I10']],
    [own('list', 'icd-10-cm'), 'E11.9, I10', ['E11.9', 'I10']],
    [own('list'), 'bread, butter; milk', ['bread, butter', 'milk']],
    [named('state'), 'or', 'OR'],
    [named('state'), 'New  york', 'NY'],
    [named('state'), 'Puerto Rico', 'PR'],
    [named('language'), 'SPANISH', 'es'],
    [named('language'), 'es-MX', 'es-mx'],
    [named('given_name'), 'Ann\n Mary', 'Ann Mary'],
    [named('phone'), '(503) 555-0100', '(503) 555-0100'],
  ])('is read: %#', (definition, text, value) => {
    expect(readValue(definition, text)).toEqual({ value });
  });

  it.each([
    [own('date'), '30.02.1980'],
    [own('date'), '2/30/1980'],
    [own('date'), '0000-01-01'],
    [own('number'), '12 apples'],
    [own('number'), '1e999'],
    [own('number'), '72,5'],
    [own('boolean'), 'maybe'],
    [own('list', 'rxnorm'), '860975;aspirin'],
    [named('zip'), '123'],
    // no state: nobody knows by whose rules
    [named('state'), 'XX'],
    [named('state'), 'Cal'],
    [named('email'), 'ann at example.org'],
    [named('phone'), '12'],
    [own('text'), 'a\u0000b'],
    [own('text'), 'x'.repeat(2_001)],
    [own('list'), Array.from({ length: 501 }, (_, index) => `i${index}`).join(';')],
  ])('is refused, in a sentence that does not repeat it: %#', (definition, text) => {
    const read = readValue(definition, text);
    expect(read).toHaveProperty('problem');
    expect('problem' in read && read.problem).not.toContain(text);
  });

  it('never shows up in the reason for which its row is rejected', () => {
    const mapping = definitions.map((definition, column) => ({
      column,
      attribute: definition.key,
    }));
    const mark = 'Q7zPlanted';
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: definitions.length }), (cells) => {
        const row = cells.map((cell) => cell + mark);
        const read = toContactChange(row, mapping, definitions);
        if (read.kind === 'rejected') expect(read.reasons.join()).not.toContain(mark);
      }),
    );
  });
});

describe('an email address', () => {
  it.each([
    ['Ann.Lee+news@Example.ORG', 'Ann.Lee+news@example.org'],
    ["o'brien@example.org", "o'brien@example.org"],
    ['józef@example.org', 'józef@example.org'],
    ['用户@例子.广告', '用户@例子.广告'],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ])('%s is one', (text, expected) => expect(readEmail(text)).toBe(expected));

  it.each([
    ...['', '@example.org', 'ann', 'ann@', 'ann@localhost', 'ann@example..org', '.ann@example.org'],
    ...['ann.@example.org', 'a..b@example.org', 'ann@-example.org', 'ann lee@example.org'],
    ...[
      'ann@example.org, bob@example.org',
      'ann@[192.0.2.1]',
      'ann@192.0.2.1',
      '"a b"@example.org',
    ],
    ...['ann@example.org\nBcc: bob@example.org', 'Ann <ann@example.org>', 'ann\u200b@example.org'],
    ...[`${'a'.repeat(65)}@example.org`, `${'é'.repeat(33)}@example.org`],
    ...[`a@${'b'.repeat(64)}.org`, `a@${'b.'.repeat(126)}org`],
  ])('%j is none', (text) => expect(readEmail(text)).toBeNull());
});

describe('a row', () => {
  const mapping = [
    { column: 0, attribute: 'record_number' },
    { column: 2, attribute: 'email' },
    { column: 1, attribute: 'birth_date' },
  ];

  it('needs a record number or an email', () => {
    expect(toContactChange(['', '', ''], mapping, definitions)).toEqual({
      kind: 'rejected',
      reasons: ['The row has neither a record number nor an email.'],
    });
  });

  it('names every problem, by attribute and column', () => {
    const read = toContactChange(['R1', '2/30/1980', 'ann'], mapping, definitions);
    expect(read.kind === 'rejected' && read.reasons).toEqual([
      'Email (column 3) is not an email address; expected one such as ann@example.org.',
      'Birth date (column 2) is not a day that exists; expected a date such as 1957-03-28 or 3/28/1957.',
    ]);
  });

  it('is read without the apostrophes by which our files keep spreadsheets from running cells', () => {
    const columns = ['record_number', 'given_name', 'street', 'family_name'];
    const all = columns.map((attribute, column) => ({ column, attribute }));
    const read = toContactChange(['R1', "'-Dash", "'@home 4", "'t Hooft"], all, definitions);
    expect(read.kind === 'row' && read.row.set).toEqual({
      ...{ record_number: 'R1', given_name: '-Dash', street: '@home 4', family_name: "'t Hooft" },
    });
  });

  it('clears what a mapped empty cell stands for, and leaves what no column speaks of', () => {
    const read = toContactChange(['R1', '', ''], mapping, definitions);
    const known = { record_number: 'R1', birth_date: '1957-03-28', plan: 'Gold' };
    expect(read.kind === 'row' && applyChange(known, read.row)).toEqual({
      record_number: 'R1',
      plan: 'Gold',
    });
  });

  it('never forgets a record number', () => {
    const read = toContactChange(['', '', 'ann@example.org'], mapping, definitions);
    expect(read.kind === 'row' && applyChange({ record_number: 'R1' }, read.row)).toEqual({
      record_number: 'R1',
      email: 'ann@example.org',
    });
  });
});
