import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  definitions,
  extras,
  mjml,
  permitFor,
  source,
} from '../../../../tests/templates/support.ts';
import type { AttributeValue } from '../values/index.ts';
import { checkTemplate, compileTemplate, render } from './index.ts';

const pieces = [
  ...['{{', '}}', '{%', '%}', '{%-', '-%}', 'if', 'endif', 'for', 'in', 'endfor', 'case', 'when'],
  ...[
    'else',
    'comment',
    'endcomment',
    'raw',
    'given_name',
    'conditions',
    'plan',
    '|',
    ':',
    'default',
  ],
  ...[
    '"',
    "'",
    '\\',
    '<',
    '>',
    '<a href=',
    '</a>',
    '<!--',
    '-->',
    '<style>',
    '<![endif]',
    '&',
    '==',
  ],
  ...[' ', '\n', '.', '[', ']', '1', 'https://x.example.org', 'style=', '\u0000', '\ud800', 'é'],
  ...['<mj-text>', '</mj-text>', '<mjml>', '<mj-body>', '</mj-body>', '</mjml>', '[if'],
];
const noise = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((some) => some.join('')),
);

test('a check never throws, and places every problem within the source', () => {
  fc.assert(
    fc.property(noise, noise, noise, noise, (subject, preheader, body, text) => {
      for (const inner of [body, mjml(body)]) {
        const parts = { subject, preheader, mjml: inner, text };
        for (const { place, line, column, sentence } of checkTemplate(parts, definitions)
          .problems) {
          const lines = (place === 'body' ? inner : parts[place]).split('\n');
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
          expect(sentence).toMatch(/[.”?]$/);
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('what a check accepts can be parsed and rendered', () => {
  fc.assert(
    fc.property(noise, (text) => {
      const { problems, fields } = checkTemplate(source({ text }), definitions);
      fc.pre(problems.length === 0);
      const parts = { subject: 'x', preheader: '', html: text, text, fields, links: [] };
      const result = render(compileTemplate(parts), permitFor({}), extras);
      if (!('text' in result)) expect(result.missing.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

const live = definitions.filter(({ deletedAt }) => deletedAt === null);
/** A value for every attribute, each with a mark of its own. */
const everything = Object.fromEntries(
  live.map(({ key, type }, index): [string, AttributeValue] => {
    if (type === 'number') return [key, 900_001 + index];
    if (type === 'date') return [key, `19${70 + index}-01-02`];
    if (type === 'boolean') return [key, true];
    return [key, type === 'list' ? [`MARK${index}MARK`] : `MARK${index}MARK`];
  }),
);

const use = fc
  .constantFrom(...live)
  .chain(({ key, type }) =>
    fc.constantFrom(
      `{{ ${key} }}`,
      `{{ ${key} | default: "x" | append: "y" }}`,
      `{% if ${key} %}yes{% endif %}`,
      `{% if ${key} %}{{ ${key} }}{% endif %}`,
      type === 'list' ? `{% for one in ${key} %}{{ one }}{% endfor %}` : 'plain',
    ),
  );

test('a message never shows the value of an attribute that its template does not use', () => {
  fc.assert(
    fc.property(fc.array(use, { maxLength: 6 }), (uses) => {
      const text = uses.join(' ');
      const { fields, problems } = checkTemplate(source({ text }), definitions);
      expect(problems).toEqual([]);
      const parts = { subject: 'x', preheader: '', html: text, text, fields, links: [] };
      const result = render(compileTemplate(parts), permitFor(everything), extras);
      if (!('text' in result)) throw new Error(result.sentence);
      const used = new Set(fields.map(({ key }) => key));
      for (const [key, value] of Object.entries(everything)) {
        const mark = typeof value === 'boolean' ? null : String(value).slice(0, 9);
        if (mark === null || used.has(key)) continue;
        expect(result.text).not.toContain(mark);
        expect(result.html).not.toContain(mark);
      }
    }),
  );
});

test.each([
  ['a run without spaces', 'a.'.repeat(100_000)],
  ['an address without end', `https://example.org/${'.'.repeat(200_000)}`],
  ['fields without end', '{{ plan }}'.repeat(20_000)],
  ['blocks without end', '{% if plan %}'.repeat(15_000)],
  ['spaces', `a${' '.repeat(200_000)}b`],
])('a check of %s ends within the time of a test', (_, text) => {
  expect(checkTemplate(source({ text, mjml: text }), definitions).problems).not.toEqual([]);
});
