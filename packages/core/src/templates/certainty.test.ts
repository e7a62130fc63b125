import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitions, extras, permitFor, source } from '../../../../tests/templates/support.ts';
import type { AttributeValue } from '../values/index.ts';
import { checkTemplate, compileTemplate, render, TemplateBroken } from './index.ts';

const problemsOf = (subject: string) => checkTemplate(source({ subject }), definitions).problems;

describe('what stands between two comments is checked, however the comments are written', () => {
  test.each([
    'endcomment.x',
    'endcomment,',
    'endcomment=',
    'endcomment(',
    'endcomment\u200b',
    '-endcomment',
    'endcomment-',
  ])('%j ends no comment', (name) => {
    const hole = `{% comment %}{% ${name} %}{{ conditions }}{% comment.y %}{% endcomment %}`;
    expect(problemsOf(`Hi ${hole}`)).not.toEqual([]);
    expect(checkTemplate(source({ text: hole }), definitions).problems).not.toEqual([]);
  });
  test('the sentence says where, and what was expected', () => {
    expect(problemsOf('Hi {% comment %}{% endcomment.x %}')).toContainEqual({
      place: 'subject',
      line: 1,
      column: 17,
      sentence:
        'The name of this tag cannot be read: after “endcomment” a space or the end of the tag was expected.',
    });
  });
  test('a raw cannot hide the end of a comment', () => {
    const hole = '{% comment %}{% raw %}{% endraw %}{% endcomment %}';
    expect(problemsOf(`Hi ${hole}`)).not.toEqual([]);
  });
});

describe('what Liquid would drop without a word is refused', () => {
  test.each([
    ['{% if plan %}a{% else %}b{% else %}c{% endif %}', 'Nothing but the end comes after “else”.'],
    ['{% case plan %}{% else %}b{% when "a" %}c{% endcase %}', 'Nothing but the end comes after'],
    ['{% if plan %}a{% endif plan %}', 'Nothing stands after “endif” in its tag.'],
    ['{% if plan %}a{% else age %}b{% endif %}', 'Nothing stands after “else” in its tag.'],
    ['{% case plan %}{{ age }}{% when "a" %}c{% endcase %}', 'stands before the first “when”'],
  ])('%j: %s', (text, sentence) => {
    const { problems } = checkTemplate(source({ text }), definitions);
    expect(problems.map((one) => one.sentence).join()).toContain(sentence);
  });
  test('conditions have a greatest depth', () => {
    const deep = (levels: number) => '{% if plan %}'.repeat(levels) + '{% endif %}'.repeat(levels);
    expect(checkTemplate(source({ text: deep(20) }), definitions).problems).toEqual([]);
    const { problems } = checkTemplate(source({ text: deep(2_000) }), definitions);
    expect(problems[0]).toMatchObject({ line: 1, column: 20 * 13 + 1 });
    expect(problems[0]?.sentence).toBe('Conditions and loops stand at most 20 deep.');
  });
});

describe('a saved version is read by Liquid itself before it is sent', () => {
  const { fields } = checkTemplate(
    source({ text: '{{ conditions }} {{ given_name }}' }),
    definitions,
  );
  const parts = { subject: 'Hello', preheader: '', html: '', text: '', fields, links: [] };
  test.each([
    ['a diagnosis in the subject', { subject: 'Hi {{ conditions }}' }],
    [
      'a diagnosis in a condition of the preheader',
      { preheader: '{% if conditions %}x{% endif %}' },
    ],
    ['a field that was never declared', { html: '{{ plan }}' }],
    ['a field in the argument of a filter', { text: '{{ given_name | append: plan }}' }],
    ['a field in a place of a field', { text: '{{ conditions[plan] }}' }],
    ['an address in the subject', { subject: '{{ Link0 }}' }],
    ['a range', { text: '{% for i in (1..9999999) %}x{% endfor %}' }],
    ['a tag beyond the vocabulary', { text: '{% assign x = 1 %}' }],
  ])('%s is a broken template', (_, broken) => {
    expect(() => compileTemplate({ ...parts, ...broken })).toThrow(TemplateBroken);
  });
  test('what was declared is rendered, loops too', () => {
    const text = '{% for one in conditions %}{{ one }} {{ forloop.index }}{% endfor %}';
    expect(() => compileTemplate({ ...parts, text, subject: '{{ given_name }}' })).not.toThrow();
  });
});

const fragments = [
  ...['{% ', '{%', '{%-', ' %}', '%}', '-%}', '{{ ', '{{', '{{-', ' }}', '}}', '-}}', '-'],
  ...['comment', 'endcomment', 'raw', 'endraw', 'if', 'endif', 'unless', 'else', 'case', 'when'],
  ...['for x in ', 'endfor', '{{ x }}', 'liquid', '#', 'echo ', 'assign x = ', '\ufeff', '\u00a0'],
  ...['{% comment %}', '{% endcomment %}', '{% endif %}', '{% if plan %}', '{% raw %}'],
  ...['{{ conditions }}', '{{ given_name }}', '{% for one in interests %}', '{{ one }}'],
  ...['given_name', 'plan', 'conditions', 'interests', 'language', 'age', 'main_condition'],
  ...['.', ',', '=', '(', ')', '[', ']', ':', '|', '"', "'", '\\', '/', ' ', '\n', '1', 'é'],
  ...[' | default: "x"', ' | append: ', ' contains ', ' == ', ' and ', '.first', '[0]', '["', '"]'],
];
/** The hole that was found once, with every part of it free. */
const holes = fc
  .tuple(...Array.from({ length: 4 }, () => fc.constantFrom('', '.', ',', '=', '(', '-', ' ', 'x')))
  .chain(([a, b, c, d]) =>
    fc
      .constantFrom('conditions', 'given_name')
      .map(
        (key) =>
          `{% comment${a} %}{% endcomment${b} %}{{ ${key} }}{% comment${c} %}{% endcomment${d} %}`,
      ),
  );
const woven = fc.oneof(
  holes,
  fc
    .array(fc.oneof(fc.constantFrom(...fragments), holes), { maxLength: 12 })
    .map((some) => some.join('')),
);

const live = definitions.filter(({ deletedAt }) => deletedAt === null);
const markOf = (index: number) => `ZQ${String.fromCharCode(65 + index)}QZ`;
/** Text everywhere: what matters here is whose value it is, not how it is shown. */
const marked = Object.fromEntries(
  live.map(({ key, type }, index): [string, AttributeValue] => [
    key,
    type === 'list' ? [markOf(index), markOf(index)] : markOf(index),
  ]),
);

test('what a check accepts shows the values of its fields alone, and the subject those of contact fields', () => {
  let accepted = 0;
  fc.assert(
    fc.property(woven, woven, woven, (subject, preheader, text) => {
      // each part alone, since most of what is woven is refused
      for (const own of [{ subject: `Hi ${subject}` }, { preheader }, { text }]) {
        const written = source(own);
        const { problems, fields } = checkTemplate(written, definitions);
        if (problems.length > 0) continue;
        accepted++;
        const parts = { ...written, html: written.text, fields, links: [] };
        const result = render(compileTemplate(parts), permitFor(marked), extras);
        if (!('text' in result)) throw new Error(result.sentence);
        const declared = new Set(fields.map(({ key }) => key));
        live.forEach(({ key, sensitivity }, index) => {
          const shown = (part: string) => part.toUpperCase().includes(markOf(index));
          if (!declared.has(key)) expect(Object.values(result).some(shown)).toBe(false);
          if (sensitivity === 'contact') return;
          expect(shown(result.subject) || shown(result.preheader)).toBe(false);
        });
      }
    }),
    { numRuns: 3_000 },
  );
  expect(accepted).toBeGreaterThan(500);
});
