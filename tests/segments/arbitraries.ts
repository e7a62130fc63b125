import fc from 'fast-check';
import {
  EVENT_KINDS,
  type Person,
  PLAIN_STATES,
  type SegmentTree,
} from '../../packages/core/src/segments/index.ts';
import { type Attributes, isDay } from '../../packages/core/src/values/index.ts';
import { NEWS, person, RECALL, TODAY } from './truth-table.ts';

/** Few values, written in many ways, so that conditions and contacts meet. */
const written = (value: string) =>
  fc.constantFrom(
    value,
    value.toUpperCase(),
    value.toLowerCase(),
    ` ${value}\u00a0`,
    value.normalize('NFD'),
    value.replaceAll('.', ''),
  );
const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('Gold', 'Café au lait', 'Straße', 'ǰ', 'İΑΣ', '跑步 🏃')
      .chain(written),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);
const icd = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom('E11', 'E11.6', 'E11.65', 'E11.651', 'E11.9', 'E10.9', 'I10')
      .chain(written),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);
const code = fc.constantFrom('92501', '92502', '860975', 'en', 'es-MX').chain(written);
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const day = fc
  .integer({ min: -4, max: 4 })
  .map((days) => new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10));
/** Dates of birth around birthdays that are near, leap days among them. */
const birth = fc
  .tuple(
    fc.constantFrom('1960', '1961', '2000', '2008', '2025', '2028'),
    fc.constantFrom('02-27', '02-28', '02-29', '03-01', '03-02', '12-31', '01-01'),
  )
  .map(([year, rest]) => `${year}-${rest}`)
  .filter(isDay);
const anything = fc.oneof(text, icd, code, number, day, fc.boolean());

/** Each attribute missing, of its type, or of none of the types that it should be. */
export const attributes = fc.record(
  {
    plan: fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: number }),
    diagnosis: fc.oneof({ weight: 9, arbitrary: icd }, { weight: 1, arbitrary: fc.boolean() }),
    zip: code,
    language: code,
    visits: fc.oneof({ weight: 9, arbitrary: number }, { weight: 1, arbitrary: text }),
    last_visit: fc.oneof({ weight: 9, arbitrary: day }, { weight: 1, arbitrary: text }),
    portal: fc.oneof({ weight: 9, arbitrary: fc.boolean() }, { weight: 1, arbitrary: text }),
    conditions: fc.oneof(
      { weight: 9, arbitrary: fc.array(icd, { maxLength: 4 }) },
      { weight: 1, arbitrary: icd },
    ),
    drugs: fc.array(code, { maxLength: 3 }),
    interests: fc.array(text, { maxLength: 3 }),
    email: fc.constant('maria@example.org'),
    old_plan: text,
    birth_date: fc.oneof({ weight: 9, arbitrary: birth }, { weight: 1, arbitrary: text }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Attributes>;

const strings = (of: fc.Arbitrary<string>) => fc.array(of, { minLength: 1, maxLength: 3 });
const key = (...keys: string[]) => fc.constantFrom(...keys);
const words = key('plan', 'diagnosis', 'conditions', 'interests', 'drugs', 'zip', 'language');
const anyKey = fc.oneof(
  { weight: 5, arbitrary: words },
  { weight: 3, arbitrary: key('visits', 'last_visit', 'portal') },
  { weight: 1, arbitrary: key('email', 'old_plan', 'unheard_of', 'constructor') },
);
const literal = fc.oneof(text, icd, code);
const op = <const T extends string>(...ops: T[]) => fc.constantFrom(...ops);

const dates = key('last_visit', 'birth_date');
const few = fc.integer({ min: 0, max: 4 });
const age = fc.constantFrom(0, 1, 17, 18, 25, 26, 65, 66);

/** Conditions that mostly fit their attribute and its values, and some that do not. */
const condition = fc.oneof(
  fc.record({ op: op('equals'), attribute: words, value: literal }),
  fc.record({ op: op('equals'), attribute: anyKey, value: anything }),
  fc.record({
    op: op('oneOf', 'anyOf', 'allOf', 'noneOf'),
    attribute: key('plan', 'interests'),
    values: strings(text),
  }),
  fc.record({
    op: op('oneOf', 'anyOf', 'allOf', 'noneOf'),
    attribute: key('diagnosis', 'conditions'),
    values: strings(icd),
  }),
  fc.record({ op: op('oneOf', 'noneOf'), attribute: anyKey, values: fc.array(literal) }),
  fc.record({ op: op('underCode'), attribute: key('diagnosis', 'conditions'), code: icd }),
  fc.record({ op: op('underCode'), attribute: anyKey, code: literal }),
  fc.record(
    { op: op('range'), attribute: fc.constant('visits'), min: number, max: number },
    { requiredKeys: ['op', 'attribute'] },
  ),
  fc.record({ op: op('before', 'after'), attribute: fc.constant('last_visit'), day }),
  fc.record({
    op: op('withinDays'),
    attribute: fc.constant('last_visit'),
    days: fc.integer({ min: 0, max: 4 }),
    direction: op('past', 'future'),
  }),
  fc.record({ op: op('isSet'), attribute: anyKey }),
  fc.record(
    {
      op: op('atLeast'),
      attribute: key('diagnosis', 'conditions', 'interests'),
      count: fc.integer({ min: 1, max: 3 }),
      values: strings(icd),
      under: fc.constant(true as const),
    },
    { requiredKeys: ['op', 'attribute', 'count'] },
  ),
  fc.record(
    {
      op: op('ago', 'ahead'),
      attribute: dates,
      unit: op('days', 'weeks', 'months', 'years'),
      min: few,
      max: few,
    },
    { requiredKeys: ['op', 'attribute', 'unit'] },
  ),
  fc.record(
    { op: op('age'), attribute: dates, min: age, max: age },
    { requiredKeys: ['op', 'attribute'] },
  ),
  fc.record({ op: op('turns'), attribute: dates, age, days: few }),
  fc.record({
    op: op('anniversary'),
    attribute: dates,
    days: few,
    direction: op('past', 'future'),
  }),
  fc.record({ op: op('inMonth'), attribute: dates, month: fc.integer({ min: 1, max: 12 }) }),
) as fc.Arbitrary<SegmentTree>;

/** Conditions on something else than an attribute. */
const personal = fc.oneof(
  fc.record({ op: op('authorizationEnds'), days: few }),
  fc.record(
    {
      op: op('event'),
      kind: op(...EVENT_KINDS),
      campaign: key(NEWS, RECALL),
      link: few,
      withinDays: few,
      beforeDays: few,
      atLeast: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['op', 'kind'] },
  ),
  fc.record({ op: op('address'), is: op('impossible', 'role') }),
  fc.record({ op: op('consent'), state: op(...PLAIN_STATES) }),
  fc.record({
    op: op('consent'),
    state: op('opted_out', 'opted_in'),
    scope: key('marketing', 'stream:marketing', 'topic:diabetes'),
  }),
  fc.record({ op: op('consent'), state: op('authorized'), kind: key('marketing', 'cmia_auth') }),
  fc.record({ op: op('consent'), state: op('prefers'), channel: key('post', 'email') }),
  fc.record({ op: op('segment'), id: key('gold', 'others', 'lost', 'two words', '"') }),
  fc.record({
    op: op('sample'),
    percent: fc.constantFrom(1, 12.5, 50, 100),
    seed: fc.string({ minLength: 1, maxLength: 4 }),
  }),
  fc.record(
    { op: op('recentlyMailed'), withinDays: few, stream: key('marketing', 'transactional') },
    { requiredKeys: ['op', 'withinDays'] },
  ),
) as fc.Arbitrary<SegmentTree>;

const happened = fc.record({
  kind: op(...EVENT_KINDS),
  day,
  campaign: key(NEWS, RECALL),
  stream: op('marketing', 'transactional'),
  link: fc.option(few),
});

/** People of whom anything may be known. */
export const anybody: fc.Arbitrary<Person> = fc
  .record({
    id: fc.uuid(),
    attributes,
    authorizationEnds: fc.array(day, { maxLength: 2 }),
    events: fc.array(happened, { maxLength: 4 }),
    consent: fc
      .subarray([
        'opted_out:marketing',
        'opted_in:topic:diabetes',
        'authorized:marketing',
        'deceased',
      ])
      .map((states) => new Set(states)),
  })
  .map(person);

/** Trees a few groups deep. */
export const trees: fc.Arbitrary<SegmentTree> = fc.letrec<{ tree: SegmentTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 3, arbitrary: condition },
    { weight: 1, arbitrary: personal },
    fc.record({ op: op('and', 'or'), of: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ op: op('not'), of: tie('tree') }),
  ),
})).tree;
