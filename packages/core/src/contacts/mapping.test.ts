import { describe, expect, it } from 'vitest';
import { attributeKey, BUILT_IN, mappingProblems, suggestMapping } from './index.ts';

const definitions = BUILT_IN.map((draft) => ({ ...draft, id: draft.key, deletedAt: null }));

describe('a mapping', () => {
  const email = { column: 0, attribute: 'email' };
  it.each([
    [[email], []],
    [
      [email, { column: 1, attribute: 'plan' }, { column: 2, attribute: 'plan' }],
      ['Columns 2 and 3 are mapped to “Plan”; expected one column.'],
    ],
    [
      [{ column: 1, attribute: 'plan' }],
      [
        'No column is mapped to the email or the record number; one of them says who each row is about.',
      ],
    ],
    [
      [email, { column: 1, attribute: 'shoe' }],
      ['Column 2 is mapped to “shoe”, which is no attribute.'],
    ],
    [
      [email, { column: 9, attribute: 'plan' }],
      ['Column 10 is mapped, and the file has 3 columns.'],
    ],
  ])('%j: %j', (mapping, problems) => {
    expect(mappingProblems(mapping, 3, definitions)).toEqual(problems);
  });

  it('to an attribute that was deleted is refused', () => {
    const deleted = definitions.map((one) => ({
      ...one,
      deletedAt: one.key === 'plan' ? '2026-01-01T00:00:00Z' : null,
    }));
    const mapping = [email, { column: 1, attribute: 'plan' }];
    expect(mappingProblems(mapping, 3, deleted)).toEqual([
      'Column 2 is mapped to “Plan”, an attribute that was deleted.',
    ]);
  });

  it('is suggested by headings in their common spellings, each attribute once', () => {
    const headings = [
      'MRN',
      'First Name',
      'LAST_NAME',
      'E-mail',
      'DOB',
      'Zip Code',
      'Email',
      'Shoe',
      '',
    ];
    expect(suggestMapping(headings, definitions).map((one) => [one.column, one.attribute])).toEqual(
      [
        [0, 'record_number'],
        [1, 'given_name'],
        [2, 'family_name'],
        [3, 'email'],
        [4, 'birth_date'],
        [5, 'zip'],
      ],
    );
  });
});

describe('the key of a new attribute', () => {
  it.each([
    ['Prénom d’usage', [], 'prenom_d_usage'],
    ['Plan', ['plan', 'plan_2'], 'plan_3'],
    ['2nd visit', [], 'nd_visit'],
    ['言語', [], 'attribute'],
    ['Constructor', [], 'constructor_value'],
  ])('of %j beside %j is %s', (label, taken, key) => {
    expect(attributeKey(label, new Set(taken))).toBe(key);
  });
});
