import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCaseFile } from './case-file.ts';
import { answerCase, CaseFileError, readCases } from './cases.ts';
import { layOver } from './shape.ts';

interface Suite {
  defaults: Record<string, unknown>;
  cases: {
    id: string;
    title: string;
    input: { recipient?: { authorizations: Record<string, unknown>[] } };
    expected: unknown;
  }[];
}

const text = readFileSync(new URL('../../../../tests/gate/cases.json', import.meta.url), 'utf8');
const suite = JSON.parse(text) as Suite;

describe('the conformance suite', () => {
  const answers = readCases(suite).map((gateCase) => answerCase(gateCase, 'law'));

  test.each(suite.cases.map((one, index) => ({ ...one, answer: answers[index] })))(
    '$id $title',
    ({ id, expected, answer }) => {
      expect(answer).toMatchObject({ id, ...(expected as object) });
    },
  );

  test('has all of its 36 cases', () => expect(answers).toHaveLength(36));

  test('an answer has the six fields that the command line prints, in order', () => {
    for (const answer of answers) {
      expect(Object.keys(answer)).toEqual([
        'id',
        'verdict',
        'authorization',
        'citations',
        'obligations',
        'reason',
      ]);
    }
  });
});

/** The problems of a file with one case of this input. */
function problemsOf(input: unknown, defaults: unknown = suite.defaults): readonly string[] {
  return problemsIn({ defaults, cases: [{ id: 'X', input }] });
}

const problemsIn = (file: unknown) => problemsOnReading(() => readCases(file));

/** As the text of a file, which can say what no value can: a key twice. */
const problemsInText = (text: string) => problemsOnReading(() => readCaseFile(text));

function problemsOnReading(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof CaseFileError) return error.problems;
    throw error;
  }
  return [];
}

const signed = suite.cases.find(({ id }) => id === 'G03')?.input.recipient;
const document = signed?.authorizations[0] ?? {};

const withDocument = (over: object) => ({
  recipient: { authorizations: [{ ...document, ...over }] },
});

describe('an input that does not fit names the case, the field and what was expected', () => {
  test.each<[string, unknown, string]>([
    [
      'a wrong word',
      { sender: { kind: 'clinic' } },
      'case X: sender.kind: expected one of provider',
    ],
    [
      'a text for a truth',
      { communication: { usesPhi: 'no' } },
      'case X: communication.usesPhi: expected true or false, found "no"',
    ],
    [
      'a number for a truth',
      { communication: { usesPhi: 0 } },
      'case X: communication.usesPhi: expected true or false, found 0',
    ],
    [
      'null for a truth',
      { recipient: { deceased: null } },
      'case X: recipient.deceased: expected true or false, found null',
    ],
    [
      'a misspelt field',
      { communication: { useSPhi: true } },
      'case X: communication.useSPhi: there is no such field',
    ],
    ['a misspelt part', { receiver: {} }, 'case X: receiver: there is no such field'],
    [
      'a field named like a property of all objects',
      { sender: { toString: true } },
      'case X: sender.toString: there is no such field',
    ],
    [
      'a prototype',
      JSON.parse('{"sender":{"__proto__":{"kind":"plan"}}}'),
      'case X: sender.__proto__: there is no such field',
    ],
    [
      'an object for a word',
      { communication: { channel: {} } },
      'case X: communication.channel: expected one of email',
    ],
    [
      'null for an object',
      { communication: { remuneration: null } },
      'case X: communication.remuneration: expected an object, found null',
    ],
    [
      'a list for an object',
      { sender: [] },
      'case X: sender: expected an object, found an empty list',
    ],
    [
      'a wrong word that may be null',
      { recipient: { optOut: 'everything' } },
      'case X: recipient.optOut: expected null or one of all_commercial',
    ],
    [
      'a state in small letters',
      { recipient: { state: 'wa' } },
      'case X: recipient.state: expected null or the two-letter code',
    ],
    [
      'a state that is none',
      { recipient: { state: 'ZZ' } },
      'case X: recipient.state: expected null or the two-letter code',
    ],
    [
      'half a drug',
      { communication: { drug: { relation: 'same' } } },
      'case X: communication.drug.lapsedDays: is missing',
    ],
    [
      'a wrong drug relation',
      { communication: { drug: { relation: 'switch', lapsedDays: 0 } } },
      'case X: communication.drug.relation: expected one of same',
    ],
    [
      'half a day',
      { communication: { drug: { relation: 'same', lapsedDays: 0.5 } } },
      'case X: communication.drug.lapsedDays: expected a whole number, 0 or more, found 0.5',
    ],
    [
      'fewer than no days',
      { communication: { drug: { relation: 'same', lapsedDays: -1 } } },
      'case X: communication.drug.lapsedDays: expected a whole number',
    ],
    [
      'the current drug, and no drug',
      { communication: { category: 'drug_current' } },
      'case X: communication.drug: expected an object, as the category is drug_current',
    ],
    [
      'authorizations that are no list',
      { recipient: { authorizations: document } },
      'case X: recipient.authorizations: expected a list',
    ],
    [
      'an authorization that is none',
      { recipient: { authorizations: [null] } },
      'case X: recipient.authorizations[0]: expected an object, found null',
    ],
    [
      'an unknown kind',
      withDocument({ kinds: ['marketing', 'all'] }),
      'case X: recipient.authorizations[0].kinds[1]: expected one of marketing',
    ],
    [
      'a wrong expiry',
      withDocument({ expiry: '2030-01-01' }),
      'case X: recipient.authorizations[0].expiry: expected null or one of future',
    ],
    [
      'one category, not in a list',
      withDocument({ categories: 'own_service' }),
      'case X: recipient.authorizations[0].categories: expected null or a list',
    ],
    [
      'a field too many in a document',
      withDocument({ signed: true }),
      'case X: recipient.authorizations[0].signed: there is no such field',
    ],
  ])('%s', (_name, input, problem) => {
    const problems = problemsOf(input);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  test.each(Object.keys(document))('an authorization without %s', (field) => {
    const { [field]: _, ...rest } = document;
    expect(problemsOf({ recipient: { authorizations: [rest] } })).toEqual([
      `case X: recipient.authorizations[0].${field}: is missing`,
    ]);
  });

  test.each(['sender', 'communication', 'recipient'])('defaults without a field of %s', (part) => {
    const fields = suite.defaults[part] as Record<string, unknown>;
    for (const field of Object.keys(fields)) {
      const { [field]: _, ...rest } = fields;
      expect(problemsOf({}, { ...suite.defaults, [part]: rest })).toEqual([
        `case X: ${part}.${field}: is missing`,
      ]);
    }
  });

  test('every problem of every case is told', () => {
    const bad = { sender: { kind: 1, part2Program: 1 } };
    const cases = ['A', 'B'].map((id) => ({ id, input: bad }));
    expect(problemsIn({ defaults: suite.defaults, cases })).toHaveLength(4);
  });
});

describe('a file that does not fit', () => {
  const { defaults } = suite;
  test.each<[string, unknown, string]>([
    ['null', null, 'file: expected an object'],
    ['a list', [], 'file: expected an object'],
    ['no defaults', { cases: [] }, 'defaults: expected an object'],
    ['no cases', { defaults }, 'cases: expected a list'],
    ['a case that is none', { defaults, cases: ['G01'] }, 'cases[0]: expected an object'],
    ['a case without id', { defaults, cases: [{ input: {} }] }, 'cases[0]: id: expected a text'],
    [
      'an id that is a number',
      { defaults, cases: [{ id: 1, input: {} }] },
      'cases[0]: id: expected a text',
    ],
    [
      'a case without input',
      { defaults, cases: [{ id: 'A' }] },
      'case A: input: expected an object',
    ],
    [
      'one id twice',
      { defaults, cases: ['A', 'A'].map((id) => ({ id, input: {} })) },
      'case A: id: another case has the same',
    ],
  ])('%s', (_name, file, problem) => {
    expect(problemsIn(file)).toEqual([problem]);
  });
});

describe('a key that stands twice is refused, not answered by the last', () => {
  const defaults = JSON.stringify(suite.defaults);
  const file = (one: string) => `{"defaults":${defaults},"cases":[{"id":"A","input":{}},${one}]}`;

  test.each<[string, string, string]>([
    [
      'in an input',
      file('{"id":"B","input":{"recipient":{"deceased":true,"deceased":false}}}'),
      'case B: input.recipient.deceased: stands twice',
    ],
    ['an id', file('{"id":"B","id":"C","input":{}}'), 'cases[1]: id: stands twice'],
    ['an input', file('{"id":"B","input":{},"input":{}}'), 'case B: input: stands twice'],
    [
      'an input, once in escapes',
      file('{"id":"B","input":{},"\\u0069nput":{}}'),
      'case B: input: stands twice',
    ],
    ['the defaults', `{"defaults":{},"defaults":${defaults},"cases":[]}`, 'defaults: stands twice'],
    [
      'a field of the defaults',
      file('{"id":"B","input":{}}').replace('"kind":', '"kind":"plan","kind":'),
      'defaults.sender.kind: stands twice',
    ],
    [
      'the cases, and an id in the list that would not be read',
      `{"defaults":${defaults},"cases":[{"id":"A","id":"B"}],"cases":[{"id":"C","input":{}}]}`,
      'cases: stands twice',
    ],
  ])('%s', (_name, text, problem) => expect(problemsInText(text)).toEqual([problem]));

  test('under any depth, with no more of the way than a person can read', () => {
    const deep = `${'['.repeat(50_000)}{"a":1,"a":1}${']'.repeat(50_000)}`;
    const [problem = ''] = problemsInText(file(`{"id":"B","input":{"sender":${deep}}}`));
    expect(problem).toMatch(/^case B: input\.sender\[0\].*a: stands twice$/);
    expect(problem.length).toBeLessThan(120);
  });
});

describe('a value of any depth or length is refused at its field', () => {
  const depth = 100_000;
  const list = '['.repeat(depth) + ']'.repeat(depth);
  const object = '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
  const file = (input: string, defaults = JSON.stringify(suite.defaults)) =>
    `{"defaults":${defaults},"cases":[{"id":"A","input":${input}}]}`;

  test.each([
    ['a list', list, 'found a list'],
    ['an object', object, 'found an object'],
    ['a long text', JSON.stringify('x'.repeat(depth)), `found "${'x'.repeat(40)}..."`],
  ])('%s', (_name, value, found) => {
    expect(problemsInText(file(`{"recipient":{"deceased":${value}}}`))).toEqual([
      `case A: recipient.deceased: expected true or false, ${found}`,
    ]);
  });

  test('in the defaults and in the input laid over them', () => {
    const defaults = JSON.stringify({ ...suite.defaults, sender: 0 }).replace(
      '"sender":0',
      `"sender":${object}`,
    );
    expect(problemsInText(file(`{"sender":${object}}`, defaults))).toContain(
      'case A: sender.a: there is no such field',
    );
  });

  test('a name of any length is cut', () => {
    const [problem = ''] = problemsInText(file(`{"${'x'.repeat(depth)}":1}`));
    expect(problem).toMatch(/^case A: x{40}\.\.\.: there is no such field$/);
  });
});

describe('beside what is read', () => {
  const { defaults } = suite;

  test('what describes is let be', () => {
    const cases = [{ id: 'A', input: {}, title: 't', notes: 'n', tags: ['x'], since: 2026 }];
    expect(problemsIn({ defaults, cases, version: 2, description: 'd' })).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    [
      'another input',
      { defaults, cases: [{ id: 'A', input: {}, inputs: {} }] },
      'case A: inputs: there is no such field, did you mean input?',
    ],
    [
      'an input in capitals',
      { defaults, cases: [{ id: 'A', input: {}, Input: {} }] },
      'case A: Input: there is no such field, did you mean input?',
    ],
    [
      'other defaults',
      { defaults, Default: {}, cases: [] },
      'Default: there is no such field, did you mean defaults?',
    ],
    [
      'other cases',
      { defaults, cases: [], 'cases ': [] },
      '"cases ": there is no such field, did you mean cases?',
    ],
    [
      'a prototype of a case',
      { defaults, cases: [JSON.parse('{"id":"A","input":{},"__proto__":{}}')] },
      'case A: __proto__: there is no such field',
    ],
    [
      'a prototype of the file',
      JSON.parse(`{"__proto__":{},"defaults":${JSON.stringify(defaults)},"cases":[]}`),
      '__proto__: there is no such field',
    ],
  ])('%s is not', (_name, file, problem) => expect(problemsIn(file)).toEqual([problem]));
});

describe('an input is laid over the defaults', () => {
  test('deeply, a list replacing a list, neither changed', () => {
    const below = { a: { b: 1, c: [1, 2] }, d: null };
    const above = { a: { c: [3] }, d: { e: 1 } };
    expect(layOver(below, above)).toEqual({ a: { b: 1, c: [3] }, d: { e: 1 } });
    expect(below).toEqual({ a: { b: 1, c: [1, 2] }, d: null });
  });

  test('null replaces an object', () =>
    expect(layOver({ a: { b: 1 } }, { a: null })).toEqual({ a: null }));
});
