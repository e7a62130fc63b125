import {
  compileTemplate,
  type Extras,
  type Rendered,
  render,
  type TemplateSource,
} from '@postern/core/templates';
import type { Attributes } from '@postern/core/values';
import { describe, expect, test } from 'vitest';
import {
  definitions,
  extras,
  mjml,
  permitFor,
  source,
} from '../../../../tests/templates/support.ts';
import { compileSource, previewSource, sampleTemplates, starterSource } from './index.ts';

async function partsOf(part: Partial<TemplateSource>) {
  const { parts, problems } = await compileSource(source(part), definitions);
  expect(problems).toEqual([]);
  if (parts === null) throw new Error('no parts');
  return parts;
}

async function message(
  part: Partial<TemplateSource>,
  attributes: Attributes = {},
  more: Partial<Extras> = {},
): Promise<Rendered> {
  const template = compileTemplate(await partsOf(part));
  const result = render(template, permitFor(attributes), { ...extras, ...more });
  if (!('html' in result)) throw new Error(result.sentence);
  return result;
}

const hrefsOf = (html: string) => [...html.matchAll(/\shref="([^"]*)"/g)].map((match) => match[1]);

const problemsOf = async (text: string) =>
  (await compileSource(source({ mjml: text }), definitions)).problems.map(
    ({ line, column, sentence }) => `${line}:${column} ${sentence}`,
  );

test.each([
  ['div', '<div>'.repeat(5_000)],
  ['span', '<span>'.repeat(5_000)],
  ['list', '<ul><li>'.repeat(3_000)],
  ['field in each', '<div>{{ plan }}'.repeat(4_000)],
])('a body of elements inside each other is a problem, not an exception: %s', async (_, text) => {
  expect((await problemsOf(mjml(text))).join()).toContain('Elements stand at most 100 deep.');
});

const section = (content: string) =>
  `<mjml><mj-body><mj-section><mj-column>\n${content}\n</mj-column></mj-section></mj-body></mjml>`;

test.each([
  ['<mj-foo></mj-foo>', '2:1 MJML has no element <mj-foo>.'],
  ['<mj-text colour="red">x</mj-text>', '2:1 <mj-text> has no attribute colour.'],
  ['<mj-section></mj-section>', '2:1 <mj-section> cannot stand in <mj-column>; it belongs in'],
  [
    '{% if plan %}<mj-text>x</mj-text>{% endif %}',
    '2:1 MJML drops what stands between its elements',
  ],
  ['  {{ plan }}', '2:3 MJML drops what stands between its elements'],
])('%j is refused: %s', async (text, expected) => {
  expect((await problemsOf(section(text)))[0]).toContain(expected);
});

describe('Liquid', () => {
  test('between elements works in mj-raw, in HTML and in the derived text', async () => {
    const text =
      '<mj-raw>{% if conditions contains "E11" %}</mj-raw><mj-text>Sugar</mj-text>' +
      '<mj-raw>{% else %}</mj-raw><mj-text>Other</mj-text><mj-raw>{% endif %}</mj-raw>';
    const some = await message({ mjml: section(text) }, { conditions: ['E11.9'] });
    expect([some.html, some.text].map((part) => part.includes('Sugar'))).toEqual([true, true]);
    expect([some.html, some.text].map((part) => part.includes('Other'))).toEqual([false, false]);
    expect((await message({ mjml: section(text) })).text).toContain('Other');
  });
  test('comes through MJML as it was written, comparisons and quotes too', async () => {
    const text =
      '{% if age <18 and plan != \'a "b"\' %}young{% else %}old{% endif %} <h2>{{ plan }}</h2>';
    expect((await message({ mjml: mjml(text) }, { age: 7, plan: 'c' })).html).toContain('young');
    expect((await message({ mjml: mjml(text) }, { age: 70, plan: 'c' })).text).toMatch(
      /old[\s\S]*\nc\n/,
    );
  });
  test('in a comment of the author reaches nobody', async () => {
    const parts = await partsOf({ mjml: mjml('<!-- ask {{ record_number }} -->Hello') });
    expect(parts.fields).toEqual([]);
    expect(parts.html).not.toContain('ask');
  });
});

describe('links', () => {
  const text =
    '<a href="https://www.example.org/a?b=1&amp;c=2">one</a> <a href="https://www.example.org/d">two</a>' +
    ' <a href="https://www.example.org/a?b=1&amp;c=2">again</a> <a href="tel:+15555550100">call</a>';
  test('become numbered places, one for each address', async () => {
    const parts = await partsOf({ mjml: mjml(text) });
    expect(parts.links).toEqual(['https://www.example.org/a?b=1&c=2', 'https://www.example.org/d']);
    expect(parts.html).not.toContain('www.example.org');
    expect(parts.text).not.toContain('www.example.org');
  });
  test('in a message lead by way of us, to unsubscribe, or are mailto and tel', async () => {
    const { html } = await message({ mjml: mjml(text) });
    const l = (place: number) => `https://mail.example.org/l/t0k3n/${place}`;
    const own = [extras.unsubscribeUrl, extras.preferencesUrl];
    const expected = [l(0), l(1), l(0), 'tel:+15555550100', ...own];
    expect(hrefsOf(html)).toEqual(expected);
  });
  test('in the author’s own text share the places of the body', async () => {
    const own = 'Read https://www.example.org/d, or https://www.example.org/new.';
    const parts = await partsOf({ mjml: mjml(text), text: own });
    expect(parts.links.at(-1)).toBe('https://www.example.org/new');
    expect(parts.text).toMatch(/^Read \{\{ Link1 \}\}, or \{\{ Link2 \}\}\./);
  });
});

describe('the footer', () => {
  const own = '{{ organization_address }} <a href="{{ unsubscribe_url }}">Leave</a>';
  const count = (text: string, part: string) => text.split(part).length - 1;
  const seen = ({ html, text }: Rendered) =>
    [html, text].flatMap((part) => [
      count(part, '12 River Road'),
      count(part, extras.unsubscribeUrl),
    ]);

  test('is added to commercial mail that shows no address and no way out', async () => {
    expect(seen(await message({ mjml: mjml('Hello') }))).toEqual([1, 1, 1, 1]);
    expect(seen(await message({ mjml: mjml('Hello'), text: 'Hello' }))).toEqual([1, 1, 1, 1]);
  });
  test('says only the address when the mail is not commercial', async () => {
    const mail = await message({ mjml: mjml('Hello'), text: 'Hello' }, {}, { commercial: false });
    expect(seen(mail)).toEqual([1, 0, 1, 0]);
  });
  test('leads to what the person chose, in whatever mail, unless the author does', async () => {
    const ways = ({ html, text }: Rendered) =>
      [html, text].map((part) => count(part, extras.preferencesUrl));
    const plain = { mjml: mjml('Hello'), text: 'Hello' };
    expect(ways(await message(plain))).toEqual([1, 1]);
    expect(ways(await message(plain, {}, { commercial: false }))).toEqual([1, 1]);
    const shown = {
      mjml: mjml('<a href="{{ preferences_url }}">Choose</a>'),
      text: 'Choose: {{ preferences_url }}',
    };
    expect(ways(await message(shown))).toEqual([1, 1]);
  });
  test('is not added to what the author shows', async () => {
    expect(seen(await message({ mjml: mjml(own) }))).toEqual([1, 1, 1, 1]);
    const text = '{{ organization_address }}\nLeave: {{ unsubscribe_url }}';
    expect(seen(await message({ mjml: mjml(own), text }))).toEqual([1, 1, 1, 1]);
  });
  test('is added when the author shows it to some only, or with no words on the link', async () => {
    const some = mjml(`{% if smoker %}${own}{% endif %}`);
    expect(seen(await message({ mjml: some }))).toEqual([1, 1, 1, 1]);
    const silent = mjml('{{ organization_address }} <a href="{{ unsubscribe_url }}"> </a>');
    const { html } = await message({ mjml: silent });
    expect(html).toContain('>Unsubscribe</a>');
  });
});

test('the preheader comes first and is hidden; the open counter is there when opens are counted', async () => {
  const part = { preheader: 'For {{ given_name | default: "you" }}', mjml: mjml('Hello') };
  const { html, preheader, text } = await message(part, { given_name: '<Kim>' });
  expect(preheader).toBe('For <Kim>');
  expect(html).toMatch(/<body[^>]*><div style="display:none[^"]*">For &lt;Kim&gt;<\/div>/);
  expect(text).not.toContain('Kim');
  expect(html).toContain('<img src="https://mail.example.org/o/t0k3n" alt="" width="1"');
  expect((await message(part, {}, { openUrl: null })).html).not.toContain('<img');
});

const demonstration = [{ name: 'starter', ...starterSource() }, ...sampleTemplates()];

test.each(demonstration)('the template $name loads nothing from elsewhere', async (sample) => {
  const { html } = await message(sample, { conditions: ['E11.9'] }, { openUrl: null });
  // the name of a namespace is no address: nobody asks for it
  const plain = html.replace(/xmlns(?::[a-z])?="[^"]*"/g, '');
  const links = [...html.matchAll(/\shref="[^"]*"/g)].map(String);
  const rest = links.reduce((left, link) => left.replace(link, ''), plain);
  expect(rest).not.toMatch(/https?:|\/\/[a-z]|url\(|@import|<img|<link|<script|\ssrc=|googleapis/i);
  expect(html).toMatch(/<title>Riverside Family Health<\/title>/);
  for (const href of hrefsOf(html)) {
    expect(href).toMatch(/^https:\/\/mail\.example\.org\/[lup]\/|^tel:/);
  }
});

test('the demonstration templates have the classes that their campaigns need', async () => {
  const classes = await Promise.all(
    sampleTemplates().map(async (sample) => (await compileSource(sample, definitions)).classified),
  );
  expect(classes).toEqual([
    { sensitivity: 'diagnosis', causedBy: 'conditions' },
    { sensitivity: 'contact', causedBy: 'given_name' },
  ]);
});

describe('a preview', () => {
  const words = { ...extras, linkUrl: undefined, openUrl: undefined };
  test('asks the gate for the fields of the source, and shows the message', async () => {
    const asked: (readonly string[])[] = [];
    const preview = await previewSource(
      source({ subject: 'Hi {{ given_name }}' }),
      definitions,
      async (fields) => {
        asked.push(fields);
        return permitFor({ given_name: 'Kim' });
      },
      words,
    );
    expect(asked).toEqual([['given_name']]);
    expect(preview.rendered?.subject).toBe('Hi Kim');
  });
  test('says why there is none', async () => {
    const refused = async (parts: Partial<TemplateSource>, permit = permitFor({})) =>
      (await previewSource(source(parts), definitions, async () => permit, words)).refused;
    expect(await refused({ text: '{{ plan }}' })).toMatch(/^The message shows “Plan”/);
    expect(await refused({ subject: '{{ x }}' })).toMatch(
      /^subject, line 1, column 4: There is no/,
    );
    const forbidden = async () => ({ reason: 'They opted out of marketing.' });
    const preview = await previewSource(source({}), definitions, forbidden, words);
    expect(preview).toEqual({ rendered: null, refused: 'They opted out of marketing.' });
  });
});
