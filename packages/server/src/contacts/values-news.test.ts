import { applyChange } from '@postern/core/contacts';
import type { AttributeValue } from '@postern/core/values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameContent } from './contact-content.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { ReadCell, type ReadCells } from './read-cell.ts';
import { StoredTexts } from './read-stored.ts';
import { valuesNews } from './values-news.ts';

const KEYS = ['record_number', 'email', 'plan', 'visits', 'conditions', 'relation', 'sex'];
const DEFINITIONS = KEYS.map(
  (key, number): NumberedDefinition => ({
    id: key,
    number,
    key,
    label: key,
    type: 'text',
    sensitivity: 'service',
    system: null,
    identity: key === 'record_number' || key === 'email',
    deletedAt: null,
  }),
);
const VALUES: Readonly<Record<string, readonly AttributeValue[]>> = {
  record_number: ['R1', 'R2'],
  email: ['a@example.org', 'b@example.org'],
  plan: ['gold', ''],
  visits: [0, 3],
  conditions: [['E11'], ['E11', 'I10'], ['I10', 'E11']],
  relation: ['prospect', 'patient'],
  sex: ['f', 'm'],
};
const valueOf = (key: string) => fc.constantFrom(...(VALUES[key] ?? []));
/** Of each attribute its value, in any order. */
const known = fc
  .tuple(...KEYS.map((key) => fc.option(fc.tuple(fc.constant(key), valueOf(key)))))
  .chain((all) =>
    fc.shuffledSubarray(
      all.filter((one) => one !== null),
      { minLength: 0 },
    ),
  )
  .map((all): Record<string, AttributeValue> => Object.fromEntries(all));
/** Of the columns that a file has, a cell or none. */
const row = fc
  .shuffledSubarray(DEFINITIONS)
  .chain((columns) =>
    fc.tuple(
      fc.constant(columns),
      fc.tuple(...columns.map(({ key }) => fc.option(valueOf(key), { freq: 6 }))),
    ),
  );

describe('what a row says anew of somebody on file', () => {
  it('is what the change makes of the values, in whatever order both stand', () => {
    let news = 0;
    fc.assert(
      fc.property(known, row, fc.boolean(), (before, [columns, values], likeBefore) => {
        const cells: ReadCells = columns.map((definition, at) => {
          const same = likeBefore && definition.identity ? before[definition.key] : undefined;
          const value = same ?? values[at] ?? null;
          return value === null ? null : new ReadCell(definition, value);
        });
        const set = Object.fromEntries(
          cells.flatMap((cell) => (cell ? [[cell.definition.key, cell.value]] : [])),
        );
        const clear = columns.flatMap(({ key }, at) => (cells[at] === null ? [key] : []));
        const after = applyChange(before, { set, clear });
        const answer = valuesNews(storedOf(before), cells, columns);
        if (answer === null) return;
        expect(sameContent(before, after)).toBe(answer === 'same');
        if (answer === 'same') return;
        news++;
        const { identity, values: rest } = parts(after);
        expect(identity).toEqual(parts(before).identity);
        expect(JSON.parse(answer.values)).toEqual(rest);
        const changed = KEYS.filter((key) => !sameContent(only(before, key), only(after, key)));
        expect(answer.changes.map(({ definition }) => definition.key).toSorted()).toEqual(
          changed.toSorted(),
        );
        for (const { definition, was, cell } of answer.changes) {
          expect(was).toEqual(before[definition.key]);
          expect(cell?.value).toEqual(after[definition.key]);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(news).toBeGreaterThan(100);
  });
});

function parts(attributes: Readonly<Record<string, AttributeValue>>) {
  const direct = new Set(DEFINITIONS.flatMap(({ identity, key }) => (identity ? [key] : [])));
  const all = Object.entries(attributes);
  return {
    identity: Object.fromEntries(all.filter(([key]) => direct.has(key))),
    values: Object.fromEntries(all.filter(([key]) => !direct.has(key))),
  };
}

const only = (attributes: Readonly<Record<string, AttributeValue>>, key: string) =>
  Object.fromEntries(Object.entries(attributes).filter(([one]) => one === key));

function storedOf(attributes: Readonly<Record<string, AttributeValue>>): StoredTexts {
  const { identity, values } = parts(attributes);
  return new StoredTexts({
    id: 'c',
    place: 0,
    importId: null,
    identity: JSON.stringify(identity),
    values: JSON.stringify(values),
  });
}
