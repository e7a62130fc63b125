import { describe, expect, test } from 'vitest';
import { definitions, extras, permitFor, source } from '../../../../tests/templates/support.ts';
import type { Attributes } from '../values/index.ts';
import { checkTemplate, compileTemplate, render, TemplateBroken } from './index.ts';

/** Renders one text as the plain text, and as the body's HTML. */
function renderAll(text: string, attributes: Attributes, more: Partial<typeof extras> = {}) {
  const { fields, problems } = checkTemplate(source({ text }), definitions);
  expect(problems).toEqual([]);
  const parts = { subject: 'Hello', preheader: '', html: text, text, fields, links: [] };
  return render(compileTemplate(parts), permitFor(attributes), { ...extras, ...more });
}

function textOf(text: string, attributes: Attributes): string {
  const result = renderAll(text, attributes);
  if (!('text' in result)) throw new Error(result.sentence);
  return result.text.trimEnd();
}

const shown: readonly (readonly [string, Attributes, string])[] = [
  ['{{ given_name }}', { given_name: 'Kim' }, 'Kim'],
  ['{{ given_name | default: "there" }}', {}, 'there'],
  ['{{ given_name | upcase | default: "there" }}', {}, 'there'],
  ['{{ given_name | default: "there" }}', { given_name: '  ' }, 'there'],
  ['{{ last_visit }}', { last_visit: '2026-03-04' }, 'March 4, 2026'],
  ['{{ last_visit | default: "never" }}', { last_visit: '2026-03-04' }, 'March 4, 2026'],
  ['{{ last_visit | date: "%A, %b %e" }}', { last_visit: '2026-03-04' }, 'Wednesday, Mar 4'],
  ['{{ last_visit | date }}', { last_visit: '2024-02-29' }, 'February 29, 2024'],
  ['{{ interests }}', { interests: ['a'] }, 'a'],
  ['{{ interests }}', { interests: ['a', 'b'] }, 'a and b'],
  ['{{ interests }}', { interests: ['a', 'b', 'c'] }, 'a, b and c'],
  ['{{ interests | default: "none" }}', { interests: [] }, 'none'],
  ['{{ interests | join: "; " }}', { interests: ['a', 'b'] }, 'a; b'],
  [
    '{{ interests.size }}, {{ interests.last }}, {{ interests[0] }}',
    { interests: ['a', 'b'] },
    '2, b, a',
  ],
  [
    '{% for one in interests %}[{{ forloop.index }} {{ one }}]{% endfor %}',
    { interests: ['a', 'b'] },
    '[1 a][2 b]',
  ],
  ['{% for one in interests %}x{% else %}none{% endfor %}', {}, 'none'],
  ['{{ smoker }}', { smoker: true }, 'yes'],
  ['{{ smoker | default: "unknown" }}', { smoker: false }, 'no'],
  ['{{ age | plus: 1 }}', { age: 41 }, '42'],
  ['{{ age }}', { age: 0 }, '0'],
  [
    '{% if last_visit < "2026-01-01" %}long ago{% else %}lately{% endif %}',
    { last_visit: '2025-12-31' },
    'long ago',
  ],
  ['{% if plan == "Gold" %}a{% else %}b{% endif %}', {}, 'b'],
  ['{% if plan %}a{% else %}b{% endif %}', {}, 'b'],
  ['{% unless plan %}a{% endunless %}', {}, 'a'],
  ['{% case plan %}{% when "Gold" %}a{% else %}b{% endcase %}', { plan: 'Gold' }, 'a'],
  // a code is found by what it lies under, as in segments
  [
    '{% if conditions contains "E11" %}a{% else %}b{% endif %}',
    { conditions: ['I10', 'E11.65'] },
    'a',
  ],
  ['{% if conditions contains "e1165" %}a{% else %}b{% endif %}', { conditions: ['E11.65'] }, 'a'],
  ['{% if conditions contains "E11.65" %}a{% else %}b{% endif %}', { conditions: ['E11.6'] }, 'b'],
  ['{% if conditions contains "E1" %}a{% else %}b{% endif %}', { conditions: ['E11.6'] }, 'b'],
  [
    '{% if main_condition contains "E11" %}a{% else %}b{% endif %}',
    { main_condition: 'E11.9' },
    'a',
  ],
  ['{% if conditions contains "E11" %}a{% else %}b{% endif %}', {}, 'b'],
  ['{% if interests contains "walking" %}a{% else %}b{% endif %}', { interests: ['Walking'] }, 'a'],
  ['{% if interests contains "walk" %}a{% else %}b{% endif %}', { interests: ['Walking'] }, 'b'],
  [
    '{{ organization_name }}, {{ organization_address }}',
    {},
    'Riverside Family Health, 12 River Road, Springfield, IL 62701',
  ],
];

test.each(shown)('%j with %j reads %j', (text, attributes, expected) => {
  expect(textOf(text, attributes)).toBe(expected);
});

describe('a value that is not known', () => {
  test('refuses the message, by the names of all such fields', () => {
    expect(renderAll('{{ plan }} {{ age | plus: 1 }} {{ given_name | default: "x" }}', {})).toEqual(
      {
        missing: ['plan', 'age'],
        sentence:
          'The message shows “Plan” and “Age”, which is not known, and has no default for it.',
      },
    );
  });
  test('refuses nothing where it is not shown', () => {
    expect(textOf('{% if smoker %}{{ plan }}{% endif %}ok', { smoker: false })).toBe('ok');
  });
  test('is a value that the permit does not carry, whatever the contact has', () => {
    expect(renderAll('{{ plan }}', { given_name: 'Kim' })).toMatchObject({ missing: ['plan'] });
  });
});

describe('what a value cannot do', () => {
  const hostile = '<script>alert("1")</script>&\'';
  test('become markup in HTML, while plain text stays as it is', () => {
    const result = renderAll('{{ plan }}', { plan: hostile });
    expect(result).toMatchObject({
      html: '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;',
      text: `${hostile}\n`,
    });
  });
  test('become a template', () => {
    expect(textOf('{{ plan }}', { plan: '{{ given_name }}', given_name: 'Kim' })).toBe(
      '{{ given_name }}',
    );
  });
  test.each(['\r\n', '\n', '\r', '\u2028', '\u0000', '\u0085'])(
    'add a header to the subject by %j',
    (end) => {
      const fields = checkTemplate(source({ subject: '{{ given_name }}' }), definitions).fields;
      const parts = {
        subject: 'Hi {{ given_name }}!',
        preheader: '{{ given_name }}',
        html: '',
        text: '',
      };
      const template = compileTemplate({ ...parts, fields, links: [] });
      const permit = permitFor({ given_name: `Kim${end}Bcc: all@example.org` });
      expect(render(template, permit, extras)).toMatchObject({
        subject: 'Hi Kim Bcc: all@example.org!',
        preheader: 'Kim Bcc: all@example.org',
      });
    },
  );
});

test('the same input gives the same bytes', () => {
  const attributes = { interests: ['b', 'a'], last_visit: '2026-03-04' };
  const once = () => renderAll('{{ interests | sort }} {{ last_visit }}', attributes);
  expect(once()).toEqual(once());
});

test('a message that a loop makes too long is refused, not sent', () => {
  const text = `{% for one in interests %}${'x'.repeat(200_000)}{% endfor %}`;
  const interests = Array.from({ length: 60 }, (_, place) => `interest ${place}`);
  expect(renderAll(text, { interests })).toEqual({
    missing: [],
    sentence: 'The template could not be filled in for this person.',
  });
});

test('what was never checked is a broken template, not a message', () => {
  const parts = { subject: '', preheader: '', html: '{% if x %}', text: '', fields: [], links: [] };
  expect(() => compileTemplate(parts)).toThrow(TemplateBroken);
});

describe('a value in the subject', () => {
  const subjectOf = (subject: string, name: string) => {
    const { fields } = checkTemplate(source({ subject }), definitions);
    const template = compileTemplate({
      ...{ subject, preheader: '', html: '', text: '' },
      ...{ fields, links: [] },
    });
    const result = render(template, permitFor({ given_name: name }), extras);
    if (!('subject' in result)) throw new Error(result.sentence);
    return result.subject;
  };
  test.each([
    ['Hi {{ given_name }}', '=?utf-8?B?QmNjOiB4?='],
    ['Hi ={{ given_name }}', '?utf-8?B?QmNjOiB4?='],
    ['Hi {{ given_name }}', '=\u0000?utf-8?B?QmNjOiB4?='],
    ['Hi {{ given_name }}', '=\u202e?utf-8?B?QmNjOiB4?='],
  ])('forms no encoded word: %j with %j', (subject, name) => {
    expect(subjectOf(subject, name)).not.toMatch(/=\?[^?\s]+\?[bq]\?[^?\s]*\?=/i);
  });
  test('is readable as before, and so is a question after an equals sign', () => {
    expect(subjectOf('{{ given_name }}', 'Zoë =? \u{1f600}').replaceAll('\u200b', '')).toBe(
      'Zoë =? \u{1f600}',
    );
  });
  test('does not turn the rest of the line round', () => {
    expect(subjectOf('{{ given_name }}!', 'Kim\u202e\u2066')).toBe('Kim!');
  });
});
