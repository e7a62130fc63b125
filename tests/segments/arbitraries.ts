import fc from 'fast-check';
import type { SegmentTree } from '../../packages/core/src/segments/index.ts';
import type { Attributes } from '../../packages/core/src/values/index.ts';
import { TODAY } from './truth-table.ts';

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
) as fc.Arbitrary<SegmentTree>;

/** Trees a few groups deep. */
export const trees: fc.Arbitrary<SegmentTree> = fc.letrec<{ tree: SegmentTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    condition,
    fc.record({ op: op('and', 'or'), of: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({ op: op('not'), of: tie('tree') }),
  ),
})).tree;
