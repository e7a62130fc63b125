import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitions, extras, permitFor, source } from '../../../../tests/templates/support.ts';
import { type Engine, htmlEngine, textEngine } from './engine.ts';
import { checkTemplate, compileTemplate, render } from './index.ts';
import { headerLine, oneLine } from './lines.ts';
import { scopesOf } from './scopes.ts';
import { OWN } from './vocabulary.ts';

const plainPaths = ['given_name', 'plan', 'age', 'last_visit', 'interests', 'smoker', 'conditions'];
const otherPaths = ['interests.size', 'interests[0]', 'organization_address', '"x"', 'nil'];
const paths = fc.constantFrom(...plainPaths, ...plainPaths, ...otherPaths);
const words = fc.constantFrom(
  ...['Dear', '<p class="x">', '&amp;', '=?utf-8?Q?x?=', 'é', '\u{1f600}', '}}', '.', '='],
  ...[' ', '  ', '\n', '\r\n', '\n\n\n', ' \t\n  ', '\u00a0', '\f\n', '\r'],
);
const filters = fc.constantFrom(
  ...['', '', '', ' | default: "there"', ' | default: ""', ' | upcase', ' | append: "\r"'],
  ...[' | truncate: 3', ' | sort', ' | join: "; "', ' | first', ' | size', ' | plus: 1'],
  ...[' | date: "%B %e"', ' | strip', ' | upcase | default: "a"', ' | round'],
);
const dash = fc.constantFrom('', '', '-');
const { some } = fc.letrec<{ piece: string; some: string }>((tie) => ({
  some: fc.array(tie('piece'), { maxLength: 6 }).map((all) => all.join('')),
  piece: fc.oneof(
    { maxDepth: 3 },
    words,
    fc.tuple(dash, paths, filters, dash).map(([l, path, f, r]) => `{{${l} ${path}${f} ${r}}}`),
    fc
      .tuple(paths, tie('some'), tie('some'), dash)
      .map(([path, a, b, d]) => `{%${d} if ${path} %}${a}{% else %}${b}{% endif ${d}%}`),
    tie('some').map((a) => `{% unless smoker %}${a}{% endunless %}`),
    tie('some').map((a) => `{% for one in interests %}${a}{{ one }}{% else %}none{% endfor %}`),
    tie('some').map((a) => `{% case plan %}{% when "Gold" %}${a}{% endcase %}`),
    fc.constant('{% comment %}not {{ plan }}{% endcomment %}'),
  ),
}));
const headers = fc
  .array(fc.oneof(words, fc.constantFrom('{{ given_name | default: "x" }}', '{{ given_name }}')))
  .map((all) => `Hi${all.join('')}`);
const value = fc.oneof(fc.string({ unit: 'grapheme' }), words);
const attributes = fc.record(
  {
    given_name: value,
    plan: fc.oneof(value, fc.constant('Gold')),
    age: fc.integer(),
    last_visit: fc.constantFrom('2026-03-04', '2024-02-29'),
    interests: fc.array(value, { maxLength: 3 }),
    conditions: fc.array(fc.constantFrom('E11.9', 'I10'), { maxLength: 3 }),
    smoker: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** As the rule for plain text reads, line by line. */
const tidied = (text: string) =>
  `${text
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
const withLineFeeds = (text: string) => text.replace(/\r\n?/g, '\n');

test('segments joined are what Liquid itself writes, and refuse what it cannot write', () => {
  let written = 0;
  fc.assert(
    fc.property(headers, headers, some, attributes, (subject, preheader, body, known) => {
      const { problems, fields } = checkTemplate(
        source({ subject, preheader, text: body }),
        definitions,
      );
      fc.pre(problems.length === 0);
      const parts = { subject, preheader, html: body, text: body, fields, links: [] };
      const template = compileTemplate(parts);
      const permit = permitFor(known);
      const result = render(template, permit, extras);
      const scopes = scopesOf(template.readers, permit, extras);
      const liquid = (engine: Engine, text: string, scope: object) =>
        String(engine.liquid.parseAndRenderSync(withLineFeeds(text), scope));
      try {
        const expected = {
          subject: headerLine(liquid(textEngine, subject, scopes.header.all())),
          preheader: oneLine(liquid(textEngine, preheader, scopes.header.all())),
          html: liquid(htmlEngine, body, { ...scopes.body.all(), [OWN.preheader]: '' }),
          text: tidied(liquid(textEngine, body, scopes.body.all())),
        };
        if (scopes.values.missing.size === 0) {
          written++;
          expect(result).toEqual(expected);
        } else expect(result).toMatchObject({ missing: [...scopes.values.missing] });
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'RenderError') throw error;
        expect(result).toMatchObject({
          missing: [],
          sentence: expect.stringContaining('not be filled'),
        });
      }
    }),
    { numRuns: 400 },
  );
  expect(written).toBeGreaterThan(100);
});
