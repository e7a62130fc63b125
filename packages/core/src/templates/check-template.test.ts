import { analyzeSync, Liquid } from 'liquidjs';
import { describe, expect, test } from 'vitest';
import { definitions, mjml, source } from '../../../../tests/templates/support.ts';
import { BUILT_IN_FIELDS, checkTemplate, type Place } from './index.ts';

const problemsOf = (place: Place, text: string) => {
  const part = place === 'body' ? { mjml: mjml(text) } : { [place]: text };
  return checkTemplate(source(part), definitions).problems.map(
    ({ place: where, line, column, sentence }) => `${where} ${line}:${column} ${sentence}`,
  );
};

const bad: readonly (readonly [Place, string, string])[] = [
  // tags that do not close, or close nothing
  ['body', 'a {{ given_name', 'body 2:3 This {{ is never closed: expected }} after it.'],
  ['body', 'a\n  {% if plan', 'body 3:3 This {% is never closed: expected %} after it.'],
  ['body', '{% if plan %}x', 'body 2:1 This {% if %} is never closed: write {% endif %} after it.'],
  ['body', 'x {% endif %}', 'body 2:3 “endif” closes nothing: no {% if %} is open here.'],
  ['body', '{% if plan %}{% endfor %}{% endif %}', 'body 2:14 “endfor” stands where {% endif %}'],
  ['body', 'x{% else %}y', 'body 2:2 “else” stands outside of if, unless, case, for'],
  // fields
  [
    'subject',
    'Hi {{ givenname }}',
    'subject 1:7 There is no field “givenname”; did you mean given_name?',
  ],
  ['body', '{{ blood_type_of_person }}', 'body 2:4 There is no field “blood_type_of_person”.'],
  ['body', '{{ nickname }}', 'body 2:4 The field “nickname” was deleted'],
  [
    'body',
    '{% if plans == "Gold" %}x{% endif %}',
    'body 2:7 There is no field “plans”; did you mean plan?',
  ],
  ['body', '{{ plan.name }}', 'body 2:4 The field “plan” has no parts: write {{ plan }}.'],
  ['body', '{{ conditions.codes }}', 'body 2:4 A list has size, first, last'],
  ['body', '{{ constructor }}', 'body 2:4 There is no field “constructor”'],
  ['body', '{{ Link0 }}', 'body 2:4 There is no field “Link0”'],
  // what is inside a tag
  ['body', '{{ }}', 'body 2:3 Expected the key of a field here.'],
  ['body', '{{ given name }}', 'body 2:10 “name” is not expected here.'],
  [
    'body',
    '{% if plan = "Gold" %}x{% endif %}',
    'body 2:12 A single “=” compares nothing: write “==”.',
  ],
  ['body', '{% if plan == %}x{% endif %}', 'body 2:14 Expected a field or a value here.'],
  [
    'body',
    '{% if plan == “Gold” %}x{% endif %}',
    'body 2:15 Texts in tags stand in straight quotes',
  ],
  ['body', '{% if (plan) %}x{% endif %}', 'body 2:7 Brackets are not understood here'],
  ['body', '{{ plan | uppcase }}', 'body 2:11 There is no filter “uppcase”; did you mean upcase?'],
  ['body', '{{ plan | raw }}', 'body 2:11 There is no filter “raw”'],
  ['body', '{{ plan | default }}', 'body 2:11 The filter default takes 1 values, not 0.'],
  ['body', '{{ plan | default: given_name }}', 'body 2:20 Expected a text in quotes or a number'],
  // tags that read files, grow or write
  ['body', '{% include "x" %}', 'body 2:1 The tag “include” cannot be used in templates'],
  ['body', '{% render "/etc/passwd" %}', 'body 2:1 The tag “render” cannot be used in templates'],
  ['body', '{% layout "x" %}', 'body 2:1 The tag “layout” cannot be used in templates'],
  ['body', '{% assign plan = 1 %}', 'body 2:1 The tag “assign” cannot be used in templates'],
  [
    'body',
    '{% capture a %}{% endcapture %}',
    'body 2:1 The tag “capture” cannot be used in templates',
  ],
  ['body', '{% raw %}{{ x }}{% endraw %}', 'body 2:1 The tag “raw” cannot be used in templates'],
  ['body', '{% for i in (1..9) %}{% endfor %}', 'body 2:13 Brackets are not understood here'],
  [
    'body',
    '{% for x in plan %}{% endfor %}',
    'body 2:13 Only over a list can one loop; plan is none.',
  ],
  ['body', '{% for plan in interests %}{% endfor %}', 'body 2:8 “plan” has a meaning already'],
  [
    'body',
    '{% for a in interests %}{% for b in interests %}{% endfor %}{% endfor %}',
    'body 2:25 A “for” cannot stand inside another',
  ],
  // what a locked screen shows
  ['subject', '{{ plan }}', 'subject 1:4 The subject shows on locked screens'],
  ['subject', 'No. {{ record_number }}', 'subject 1:8 The subject shows on locked screens'],
  [
    'subject',
    '{% if smoker %}Quit{% endif %} it',
    'subject 1:7 The subject shows on locked screens',
  ],
  ['preheader', '{{ conditions | first }}', 'preheader 1:4 The preheader shows on locked screens'],
  ['subject', '{{ unsubscribe_url }}', 'subject 1:4 An address cannot stand in the subject.'],
  ['subject', '{{ preferences_url }}', 'subject 1:4 An address cannot stand in the subject.'],
  [
    'subject',
    'Hi\r\nBcc: x@example.org',
    'subject 1:3 This part is one line: take the line break out.',
  ],
  ['subject', ' ', 'subject 1:1 A message needs a subject.'],
  // addresses
  [
    'body',
    '<a href="https://example.org/?c={{ conditions }}">x</a>',
    'body 2:33 Patient data must never',
  ],
  ['body', '<a href="{{ plan }}">x</a>', 'body 2:10 Patient data must never be in an address'],
  [
    'body',
    '<a href="{{ unsubscribe_url }}?c={{ plan }}">x</a>',
    'body 2:10 Patient data must never',
  ],
  [
    'body',
    '<p>https://example.org/{{ plan }}</p>',
    'body 2:24 Patient data must never be in an address',
  ],
  ['text', 'See www.example.org/{{ plan }}', 'text 1:21 Patient data must never be in an address'],
  ['body', '{{ unsubscribe_url }}', 'body 2:4 Write it as a link'],
  ['body', '{{ preferences_url }}', 'body 2:4 Write it as a link'],
  ['body', '<a href="http://example.org">x</a>', 'body 2:10 Links lead over https'],
  ['text', 'At http://example.org.', 'text 1:4 Links lead over https'],
  ['body', '<a href="/visit">x</a>', 'body 2:10 A link in mail is a whole address'],
  ['body', '<a href="javascript:alert(1)">x</a>', 'body 2:10 A link in mail is a whole address'],
  [
    'body',
    '<a href="&#106;avascript:alert(1)">x</a>',
    'body 2:10 A link in mail is a whole address',
  ],
  [
    'body',
    '<a href="https&colon;//example.org">x</a>',
    'body 2:10 This address holds an unknown “&…;”',
  ],
  ['body', '<a href="https:///x">x</a>', 'body 2:10 This address names no host'],
  [
    'body',
    '<a href="https://name:secret@example.org/">x</a>',
    'body 2:10 This address names no host',
  ],
  ['body', '<a href="">x</a>', 'body 2:10 This link leads nowhere'],
  ['body', '<a href=https://example.org>x</a>', 'body 2:9 An address stands in quotes'],
  // what would load from elsewhere, or run
  ['body', '<img src="https://example.org/a.png">', 'body 2:1 Pictures from other servers'],
  ['body', '<IMG SRC="data:image/png;base64,xx">', 'body 2:1 Pictures from other servers'],
  ['body', '<td background="https://example.org/a.png">', 'body 2:5 Pictures from other servers'],
  [
    'body',
    '<p style="background:url(https://example.org)">',
    'body 2:22 A style cannot load anything',
  ],
  ['body', '<p style="background:u\\72l(x)">', 'body 2:23 A style is written without “\\”.'],
  ['body', '<p style="background:url&#40;x)">', 'body 2:11 A style is written without “&”.'],
  ['body', '<style>@import "https://example.org"</style>', 'body 2:8 A style cannot load anything'],
  ['body', '<style>p{color:{{ plan }}}</style>', 'body 2:16 A style cannot hold a field'],
  ['body', '<script>x</script>', 'body 2:1 The element <script> is not allowed in mail'],
  ['body', '<iframe></iframe>', 'body 2:1 The element <iframe> is not allowed in mail'],
  ['body', '<link rel="stylesheet" href="https://example.org">', 'body 2:1 The element <link>'],
  ['body', '<meta http-equiv="refresh" content="0">', 'body 2:1 This meta element is not allowed'],
  ['body', '<p onclick="x()">', 'body 2:4 The attribute onclick runs a script'],
  ['body', '<p class="{{ plan }}">', 'body 2:11 A field cannot stand in the attribute class'],
  [
    'body',
    '<p {% if plan %}class="a"{% endif %}>',
    'body 2:4 A field or condition cannot stand in a tag',
  ],
  ['body', '<p title="--> <b>">', 'body 2:11 Write &lt; and &gt; in the attribute title.'],
  ['body', '<!--[if mso]><b>x</b><![endif]-->', 'body 2:1 MJML itself writes what Outlook needs'],
  ['body', '<p title="x', 'body 2:1 From here on a tag or a quote is not closed.'],
  ['body', 'a\u0001b', 'body 2:2 An unprintable sign stands here: take it out.'],
];

test.each(bad)('in the %s, %j is refused: %s', (place, text, expected) => {
  expect(problemsOf(place, text)[0]?.slice(0, expected.length)).toBe(expected);
});

const wrongMjml: readonly (readonly [string, string])[] = [
  ['', '1:1 The source has no <mj-body>'],
  [
    '<mjml><mj-body>\n <mj-section>\n</mj-body></mjml>',
    '3:1 </mj-body> closes nothing here: expected </mj-section> first.',
  ],
  ['<mjml><mj-body>', '1:7 <mj-body> is never closed.'],
  [
    '<mjml><mj-body>\n<mj-image src="https://example.org/a.png" /></mj-body></mjml>',
    '2:1 Pictures from',
  ],
  [
    '<mjml><mj-body>\n<mj-include path="/etc/passwd" /></mj-body></mjml>',
    '2:1 A template cannot include files',
  ],
  [
    '<mjml><mj-head><mj-font name="Roboto" href="https://fonts.example.org" /></mj-head><mj-body></mj-body></mjml>',
    '1:16 Fonts from other servers',
  ],
  [
    '<mjml><mj-body>\n<mj-section background-url="https://example.org/a.png"></mj-section></mj-body></mjml>',
    '2:13 Pictures from',
  ],
  [
    '<mjml><mj-body><mj-section>\n<mj-social></mj-social></mj-section></mj-body></mjml>',
    '2:1 Pictures from',
  ],
];

test.each(wrongMjml)('the source %j is refused: %s', (text, expected) => {
  const [first] = checkTemplate(source({ mjml: text }), definitions).problems;
  expect(`${first?.line}:${first?.column} ${first?.sentence}`.slice(0, expected.length)).toBe(
    expected,
  );
});

const good: readonly (readonly [string, readonly string[]])[] = [
  ['Hello {{ given_name | default: "there" }}', ['given_name']],
  ['{{ given_name|default:\'a "b"\' | upcase }}', ['given_name']],
  [
    '{%- if conditions contains "E11" and age >= 18 -%}x{%- elsif plan == "Gold" -%}y{% else %}z{% endif %}',
    ['conditions', 'age', 'plan'],
  ],
  ['{% unless smoker %}x{% endunless %}', ['smoker']],
  [
    '{% case plan %}{% when "Gold", "Silver" %}a{% when "Tin" or "Zinc" %}b{% else %}c{% endcase %}',
    ['plan'],
  ],
  [
    '{% for one in interests limit: 3 %}{{ one }}{% unless forloop.last %}, {% endunless %}{% endfor %}',
    ['interests'],
  ],
  [
    '{{ conditions.size }} {{ conditions[0] }} {{ last_visit | date: "%B %Y" }}',
    ['conditions', 'last_visit'],
  ],
  ['{% comment %}{{ nothing }} {% if %}{% endcomment %}x', []],
  ['<!-- {{ record_number }} and {% if --> x', []],
  ['{% if age < 65 and not smoker %}x{% endif %}', ['age', 'smoker']],
  [
    '<a href="https://www.example.org/a?b=1&amp;c=2#d">x</a> <a href="mailto:a@example.org">y</a> <a href="tel:+15555550100">z</a>',
    [],
  ],
  ['{{ organization_name }} <a href="{{ unsubscribe_url }}">Unsubscribe</a>', []],
  ['<abbr title="{{ plan }}">x</abbr>', ['plan']],
  ['3 < 4 && 5 > 4, {not a field} 100 %}', []],
];

test.each(good)('%j is accepted, with the fields %j', (text, fields) => {
  const checked = checkTemplate(source({ mjml: mjml(text) }), definitions);
  expect(checked.problems).toEqual([]);
  expect(checked.fields.map(({ key }) => key)).toEqual(fields);
});

test.each(good)('the fields of %j are those that Liquid itself finds', (text) => {
  const plain = text.replace(/<!--.*?-->/g, '');
  const found = Object.keys(analyzeSync(new Liquid().parse(plain)).globals);
  const own = checkTemplate(source({ mjml: mjml(text) }), definitions);
  const builtIn = own.body.liquid.uses.map(({ key }) => key).filter(isBuiltIn);
  const keys = own.fields.map(({ key }) => key);
  expect(new Set([...keys, ...builtIn])).toEqual(new Set(found));
});

const isBuiltIn = (key: string) => (BUILT_IN_FIELDS as readonly string[]).includes(key);

describe('the class of a template', () => {
  const classOf = (parts: Parameters<typeof source>[0]) =>
    checkTemplate(source(parts), definitions).classified;

  test('is null when it touches no attribute', () => {
    expect(classOf({ mjml: mjml('{{ organization_name }}') })).toBeNull();
  });
  test('is the highest that it shows, and says by which attribute', () => {
    const text = '{{ given_name }} {{ last_visit }} {{ plan }}';
    expect(classOf({ mjml: mjml(text) })).toEqual({
      sensitivity: 'service',
      causedBy: 'last_visit',
    });
  });
  test('counts what a condition only tests', () => {
    const text = '{{ given_name }}{% if session_notes %}x{% endif %}';
    const causedBy = 'session_notes';
    expect(classOf({ mjml: mjml(text) })).toEqual({ sensitivity: 'psychotherapy', causedBy });
  });
  test('counts subject and plain text', () => {
    const text = { subject: '{{ given_name }}', text: '{{ age }}' };
    expect(classOf(text)).toEqual({ sensitivity: 'demographic', causedBy: 'age' });
    expect(classOf({ subject: '{{ given_name }}' })?.causedBy).toBe('given_name');
  });
});

test('a plain text over 256 kB is refused in a sentence', () => {
  const { problems } = checkTemplate(source({ text: 'a'.repeat(262_145) }), definitions);
  expect(problems.map(({ sentence }) => sentence)).toEqual([
    'The plain text is larger than 256 kB: mail programs cut mail long before that.',
  ]);
});

test('links are bounded, in the body and in the text', () => {
  const text = 'https://a.example.org\n'.repeat(1_001);
  expect(problemsOf('text', text)).toEqual([
    'text 1001:1 A part has at most 1000 links; here is one more.',
  ]);
  const links = '<a href="https://a.example.org">x</a>\n'.repeat(1_001);
  expect(problemsOf('body', links)).toEqual([
    'body 1002:10 A part has at most 1000 links; here is one more.',
  ]);
});

test('a body over 256 kB is refused in a sentence', () => {
  const { problems } = checkTemplate(source({ mjml: mjml('é'.repeat(131_072)) }), definitions);
  expect(problems.map(({ sentence }) => sentence)).toEqual([
    'The MJML source is larger than 256 kB: mail programs cut mail long before that.',
  ]);
});

describe('elements', () => {
  const depthOf = (text: string) =>
    problemsOf('body', text).filter((problem) => problem.includes('deep'));
  test.each([
    ['closed', '<div>'.repeat(4_000) + '</div>'.repeat(4_000)],
    ['never closed', '<div>'.repeat(4_000)],
    ['of two kinds', '<div><span>'.repeat(2_000)],
    ['with ends that close nothing', '<div></b>'.repeat(4_000)],
    ['that close themselves in XML alone', '<b/>'.repeat(4_000)],
    ['inside each other, by way of a table', '<table><tr><td>'.repeat(1_000)],
  ])('%s stand at most 100 deep, and one problem says so', (_, text) => {
    expect(depthOf(text)).toEqual([
      expect.stringMatching(/^body 2:\d+ Elements stand at most 100 deep\.$/),
    ]);
  });
  test('are placed where the first one too many begins', () => {
    // mjml, mj-body, mj-section, mj-column and mj-text stand round them
    expect(depthOf('<div>'.repeat(96))).toEqual([
      `body 2:${95 * 5 + 1} Elements stand at most 100 deep.`,
    ]);
    expect(depthOf('<div>'.repeat(95) + '</div>'.repeat(95))).toEqual([]);
  });
  test.each([
    '<br>',
    '<p>a',
    '<li>a',
    '<hr/>',
    '<b>x</b>',
    '<wbr>',
    '<p><b>a</b>',
    '<tr><td>a<td>b',
  ])('beside each other may be as many as one likes: %s', (one) =>
    expect(depthOf(one.repeat(500))).toEqual([]),
  );
});

test('styles that are written into every element are bounded', () => {
  const problems = (style: string, elements: number) => {
    const head = `<mj-head><mj-style inline="inline">${style}</mj-style></mj-head><mj-body>`;
    const text = mjml('<b>x</b>'.repeat(elements)).replace('<mj-body>', head);
    return checkTemplate(source({ mjml: text }), definitions).problems.map((one) => one.sentence);
  };
  const tooMany =
    'Too many rules for so many elements: take inline="inline" out, or write fewer rules.';
  expect(problems('.a{color:red}'.repeat(30), 300)).toEqual([]);
  expect(problems('.a{color:red}'.repeat(1_000), 1_000)).toEqual([tooMany]);
  expect(problems(`b{${'color:red;'.repeat(2_000)}}`, 1_000)).toEqual([tooMany]);
});

test.each([
  ['long for many elements', 'x'.repeat(50_000), ''],
  ['many for one element of many classes', 'x'.repeat(500), 'a '.repeat(20_000)],
])('defaults are bounded: %s', (_, color, classes) => {
  const head = `<mj-head><mj-attributes><mj-class name="a" color="${color}"/></mj-attributes></mj-head>`;
  const text = mjml(
    'x</mj-text>' + `<mj-text mj-class="${classes}">x</mj-text>`.repeat(200) + '<mj-text>',
  )
    .replace('<mj-body>', `${head}<mj-body>`)
    .slice(0, 250_000);
  expect(
    checkTemplate(source({ mjml: text }), definitions).problems.map((p) => p.sentence),
  ).toContain(
    'The defaults in <mj-attributes> are too long for so many elements: write less of either.',
  );
});

test('a source over 1 MB is refused in a sentence', () => {
  const { problems } = checkTemplate(source({ text: 'é'.repeat(524_289) }), definitions);
  expect(problems.map(({ sentence }) => sentence)).toEqual([
    'The template is larger than 1 MB: mail of that size is cut or not delivered.',
  ]);
});

test('every fault of a source is said, each at its place', () => {
  const { problems } = checkTemplate(
    source({ subject: '{{ plan }}', mjml: mjml('{{ a1 }}\n{{ b1 }}'), text: '{{ c1 }}' }),
    definitions,
  );
  const at = problems.map(({ place, line, column }) => `${place} ${line}:${column}`);
  expect(at).toEqual(['subject 1:4', 'body 2:4', 'body 3:4', 'text 1:4']);
});
