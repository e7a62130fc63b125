import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duplicateKey, type JsonPath } from './duplicate-keys.ts';

describe('a key that stands twice in one object', () => {
  test.each<[string, string, JsonPath]>([
    ['at the top', '{"a":1,"b":2,"a":1}', ['a']],
    ['within a list within an object', '{"a":[0,{"b":{"c":1,"c":2}}]}', ['a', 1, 'b', 'c']],
    ['once written with an escape', '{"a":1,"\\u0061":2}', ['a']],
    ['holding quotes and backslashes', '{"\\"\\\\":1, "\\u0022\\\\" :2}', ['"\\']],
    ['named like a property of all objects', '{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['empty', '{"":1,"":2}', ['']],
    ['the nearest to the top first', '{"a":{"b":1,"b":2},"c":1,"c":2}', ['c']],
  ])('%s', (_name, json, path) => expect(duplicateKey(json)).toEqual(path));

  test.each([
    ['one key in two objects', '[{"a":1},{"a":{"a":["a","a"]}}]'],
    ['keys that differ in case', '{"a":1,"A":2}'],
    ['a text like a key', '{"a":"a","b":"{\\"a\\":1,\\"a\\":2}"}'],
    ['no object', '"a"'],
  ])('is not %s', (_name, json) => expect(duplicateKey(json)).toBeNull());

  test('is found under any depth', () => {
    const depth = 200_000;
    const deep = (inner: string) => '['.repeat(depth) + inner + ']'.repeat(depth);
    expect(duplicateKey(deep('{"a":1}'))).toBeNull();
    expect(duplicateKey(deep('{"a":1,"a":1}'))).toHaveLength(depth + 1);
  });
});

/** A JSON value in which an object may have a key twice. */
type Value = string | number | boolean | null | readonly Value[] | { readonly entries: Entries };
type Entries = readonly (readonly [key: string, value: Value])[];

const isEntries = (one: object): one is { readonly entries: Entries } => !Array.isArray(one);

const key = fc.oneof(
  fc.constantFrom('a', 'b', '"', '\\', '__proto__', '', '\n'),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
);
const scalar = fc.oneof(key, fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.record({ entries: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }) }),
  ),
}));

const escaped = (text: string) =>
  `"${Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;

/** As JSON text, every other key written in escapes alone. */
function written(one: Value, indent: string): string {
  if (typeof one !== 'object' || one === null) return JSON.stringify(one);
  if (isEntries(one)) {
    const entries = one.entries.map(
      ([name, inner], place) =>
        `${place % 2 === 1 ? escaped(name) : JSON.stringify(name)}${indent}:${written(inner, indent)}`,
    );
    return `{${indent}${entries.join(`,${indent}`)}}`;
  }
  return `[${one.map((inner) => written(inner, indent)).join(`,${indent}`)}]`;
}

function duplicatesIn(one: Value): JsonPath[] {
  if (typeof one !== 'object' || one === null) return [];
  const inner = (place: string | number, below: Value) =>
    duplicatesIn(below).map((path) => [place, ...path]);
  if (!isEntries(one)) return one.flatMap((below, place) => inner(place, below));
  return one.entries.flatMap(([name, below], place) => [
    ...(one.entries.findIndex(([other]) => other === name) < place ? [[name]] : []),
    ...inner(name, below),
  ]);
}

test('it is the shallowest of all there are, the first of these, however they are written', () => {
  const indents = fc.constantFrom('', ' ', '\n\t');
  fc.assert(
    fc.property(value, indents, (one, indent) => {
      const [first] = duplicatesIn(one).toSorted((a, b) => a.length - b.length);
      expect(duplicateKey(written(one, indent))).toEqual(first ?? null);
    }),
    { numRuns: 2000 },
  );
});
