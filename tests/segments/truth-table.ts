import type { SegmentTree } from '../../packages/core/src/segments/index.ts';
import type { Attributes } from '../../packages/core/src/values/index.ts';

/** The day on which all of this is true. */
export const TODAY = '2026-03-01';

/** Nia says nothing; Wes has values of the wrong type everywhere; Eva has values that say nothing. */
export const people = {
  maria: {
    plan: 'Gold',
    diagnosis: 'E11.9',
    zip: '92501',
    language: 'en-US',
    visits: 4,
    last_visit: '2025-03-01',
    portal: true,
    conditions: ['E11.9', 'I10'],
    drugs: ['860975'],
    interests: ['Heart health', 'Diet'],
    email: 'maria@example.org',
    old_plan: 'Gold',
  },
  john: {
    plan: '  gOLD ',
    diagnosis: 'E1165',
    zip: '92501-0001',
    language: 'EN-us',
    visits: 0,
    last_visit: '2025-02-28',
    portal: false,
    conditions: ['E1165'],
    drugs: ['197361', '860975'],
    interests: ['diet'],
  },
  ana: {
    plan: 'Caf\u00e9 Select',
    diagnosis: 'E11',
    language: 'es',
    visits: 4.5,
    last_visit: TODAY,
    conditions: ['E11'],
    interests: ['Running', 'DIET', 'heart  health'],
  },
  li: {
    plan: 'Cafe\u0301   SELECT',
    diagnosis: 'e11.65 ',
    visits: -2.5,
    last_visit: '2026-03-31',
    conditions: ['E10.9', 'F32A'],
    drugs: [],
    interests: ['跑步'],
  },
  omar: { plan: 'Silver', zip: '92502', visits: 100, conditions: ['E119', 'e11.65', 'I10'] },
  nia: {},
  wes: {
    plan: 7,
    diagnosis: ['E11.9'],
    visits: '4',
    last_visit: '2025-02-30',
    portal: 'yes',
    conditions: 'E11.9',
    drugs: [860975],
    interests: true,
  },
  eva: { plan: '  ', conditions: [], interests: ['', ' '], last_visit: '' },
} as Readonly<Record<string, unknown>> as Readonly<Record<Name, Attributes>>;

export type Name = 'maria' | 'john' | 'ana' | 'li' | 'omar' | 'nia' | 'wes' | 'eva';

const everyone: Name[] = ['maria', 'john', 'ana', 'li', 'omar', 'nia', 'wes', 'eva'];
const but = (...names: Name[]) => everyone.filter((name) => !names.includes(name));

const and = (...of: SegmentTree[]): SegmentTree => ({ op: 'and', of });
const or = (...of: SegmentTree[]): SegmentTree => ({ op: 'or', of });
const not = (of: SegmentTree): SegmentTree => ({ op: 'not', of });
const is = (attribute: string, value: string | number | boolean): SegmentTree => ({
  op: 'equals',
  attribute,
  value,
});
const oneOf = (attribute: string, ...values: string[]): SegmentTree => ({
  op: 'oneOf',
  attribute,
  values,
});
const anyOf = (attribute: string, ...values: string[]): SegmentTree => ({
  op: 'anyOf',
  attribute,
  values,
});
const allOf = (attribute: string, ...values: string[]): SegmentTree => ({
  op: 'allOf',
  attribute,
  values,
});
const noneOf = (attribute: string, ...values: string[]): SegmentTree => ({
  op: 'noneOf',
  attribute,
  values,
});
const under = (attribute: string, code: string): SegmentTree => ({
  op: 'underCode',
  attribute,
  code,
});
const known = (attribute: string): SegmentTree => ({ op: 'isSet', attribute });
const visits = (min?: number, max?: number): SegmentTree => ({
  op: 'range',
  attribute: 'visits',
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});
const seen = (op: 'before' | 'after', day: string): SegmentTree => ({
  op,
  attribute: 'last_visit',
  day,
});
const within = (days: number, direction: 'past' | 'future'): SegmentTree => ({
  op: 'withinDays',
  attribute: 'last_visit',
  days,
  direction,
});

/** What is asked, the tree, and exactly who is in it; both evaluators answer each row. */
export const truthTable: readonly (readonly [string, SegmentTree, readonly Name[]])[] = [
  ['an empty and is everyone', and(), everyone],
  ['an empty or is nobody', or(), []],
  ['not everyone is nobody', not(and()), []],
  ['not nobody is everyone', not(or()), everyone],

  ['a text without regard to case and outer space', is('plan', 'GOLD'), ['maria', 'john']],
  ['a literal is normalised as well', is('plan', ' gold  '), ['maria', 'john']],
  ['composed and decomposed letters are equal', is('plan', 'CAFÉ SELECT'), ['ana', 'li']],
  ['a decomposed literal too', is('plan', 'cafe\u0301 select'), ['ana', 'li']],
  ['letters are not stripped of accents', is('plan', 'cafe select'), []],
  ['a part of a text is not the text', is('plan', 'gol'), []],
  ['a text is never a number', is('plan', 7), []],
  ['one of several texts', oneOf('plan', 'silver', 'gold'), ['maria', 'john', 'omar']],
  ['one of several, given twice', oneOf('plan', 'silver', ' SILVER'), ['omar']],
  ['one of nothing is nobody', oneOf('plan'), []],
  ['a text that says nothing is not known', known('plan'), ['maria', 'john', 'ana', 'li', 'omar']],
  ['not known is the rest', not(known('plan')), ['nia', 'wes', 'eva']],
  ['another plan, or none that is known', not(is('plan', 'gold')), but('maria', 'john')],
  ['an operator of lists on a text', anyOf('plan', 'gold'), ['maria', 'john']],
  [
    'an operator of numbers on a text is nobody',
    { ...visits(0), attribute: 'plan' } as SegmentTree,
    [],
  ],

  ['a code with and without its dot', is('diagnosis', 'E1165'), ['john', 'li']],
  ['a code in lower case', is('diagnosis', 'e11.9'), ['maria']],
  ['a code itself, not those below', is('diagnosis', 'E11'), ['ana']],
  ['a category and all below', under('diagnosis', 'E11'), ['maria', 'john', 'ana', 'li']],
  ['a subcategory and all below', under('diagnosis', 'E11.6'), ['john', 'li']],
  ['a subcategory without its dot', under('diagnosis', 'E116'), ['john', 'li']],
  ['a leaf is under itself', under('diagnosis', 'E11.65'), ['john', 'li']],
  ['nothing is under a longer code', under('diagnosis', 'E11.651'), []],
  ['a neighbour is not under', under('diagnosis', 'E10'), []],
  ['a chapter letter is no ancestor', under('diagnosis', 'E1'), []],
  ['one of several codes', oneOf('diagnosis', 'E11', 'E119'), ['maria', 'ana']],
  ['an ancestor does not satisfy one of', oneOf('diagnosis', 'E11.6'), []],
  ['a ZIP code is the whole code', is('zip', '92501'), ['maria']],
  ['ZIP+4 is another code', is('zip', '92501-0001'), ['john']],
  ['nothing lies under a ZIP code but itself', under('zip', '92501'), ['maria']],
  ['a language without regard to case', is('language', 'En-Us'), ['maria', 'john']],
  ['a region is not under its language', is('language', 'en'), []],
  ['a code that is known', known('diagnosis'), ['maria', 'john', 'ana', 'li']],

  ['a number', is('visits', 4), ['maria']],
  ['zero is a value', is('visits', 0), ['john']],
  ['minus zero is zero', is('visits', -0), ['john']],
  ['a number is never a text', is('visits', '4'), []],
  ['a fraction', is('visits', 4.5), ['ana']],
  ['a range includes both ends', visits(0, 4), ['maria', 'john']],
  ['at least', visits(4), ['maria', 'ana', 'omar']],
  ['at most', visits(undefined, 0), ['john', 'li']],
  ['below zero', visits(-3, -1), ['li']],
  ['an empty range', visits(5, 4), []],
  ['a range without ends is all that are known', visits(), ['maria', 'john', 'ana', 'li', 'omar']],
  ['not in a range is also the unknown', not(visits(0)), ['li', 'nia', 'wes', 'eva']],
  ['a number that is known', known('visits'), ['maria', 'john', 'ana', 'li', 'omar']],

  ['a day', is('last_visit', '2025-03-01'), ['maria']],
  ['before excludes the day', seen('before', '2025-03-01'), ['john']],
  ['after excludes the day', seen('after', TODAY), ['li']],
  ['after', seen('after', '2025-02-28'), ['maria', 'ana', 'li']],
  ['within the last 365 days includes the 365th', within(365, 'past'), ['maria', 'ana']],
  ['within the last 364 days does not', within(364, 'past'), ['ana']],
  ['within the last 366 days', within(366, 'past'), ['maria', 'john', 'ana']],
  ['the past does not hold the future', within(36500, 'past'), ['maria', 'john', 'ana']],
  ['within the next 30 days includes the 30th', within(30, 'future'), ['ana', 'li']],
  ['within the next 29 days does not', within(29, 'future'), ['ana']],
  ['within 0 days is today', within(0, 'past'), ['ana']],
  ['0 days ahead is today too', within(0, 'future'), ['ana']],
  ['a day that does not exist is not known', known('last_visit'), ['maria', 'john', 'ana', 'li']],
  [
    'no visit within a year, though one is known',
    and(known('last_visit'), not(within(365, 'past')), seen('before', TODAY)),
    ['john'],
  ],

  ['yes', is('portal', true), ['maria']],
  ['no', is('portal', false), ['john']],
  ['not yes is no or not known', not(is('portal', true)), but('maria')],
  ['yes is never a text', is('portal', 'true'), []],
  ['a yes or no that is known', known('portal'), ['maria', 'john']],

  ['a list that has an item', is('conditions', 'E11.9'), ['maria', 'omar']],
  ['a list that has one of several', oneOf('conditions', 'E11', 'I10'), ['maria', 'ana', 'omar']],
  [
    'a list with a code under another',
    under('conditions', 'E11'),
    ['maria', 'john', 'ana', 'omar'],
  ],
  ['a list with a code of letters at its end', under('conditions', 'F32'), ['li']],
  ['any of', anyOf('conditions', 'F32.A', 'I10'), ['maria', 'li', 'omar']],
  ['any of does not look above', anyOf('conditions', 'E11.6'), []],
  ['all of', allOf('conditions', 'E11.9', 'I10'), ['maria', 'omar']],
  ['all of, one given twice', allOf('conditions', 'e119', 'E11.9'), ['maria', 'omar']],
  ['all of does not look above', allOf('conditions', 'E11', 'E11.9'), []],
  ['all of nothing is every list that is known', allOf('conditions'), but('nia', 'wes', 'eva')],
  ['none of needs a list that is known', noneOf('conditions', 'I10'), ['john', 'ana', 'li']],
  ['none of does not look above', noneOf('conditions', 'E11.6'), but('nia', 'wes', 'eva')],
  ['none of nothing is every list that is known', noneOf('conditions'), but('nia', 'wes', 'eva')],
  ['not any of is also the unknown', not(anyOf('conditions', 'I10')), but('maria', 'omar')],
  ['an empty list is not known', known('conditions'), ['maria', 'john', 'ana', 'li', 'omar']],
  ['any of a list of numbers as codes', anyOf('drugs', ' 860975 '), ['maria', 'john']],
  ['all of a list of drugs', allOf('drugs', '860975', '197361'), ['john']],
  ['a list of texts is normalised', anyOf('interests', 'DIET'), ['maria', 'john', 'ana']],
  ['inner space is folded', allOf('interests', 'heart health', 'diet'), ['maria', 'ana']],
  ['another script', is('interests', ' 跑步'), ['li']],
  ['items that say nothing make no list', known('interests'), ['maria', 'john', 'ana', 'li']],

  ['and needs both', and(is('plan', 'gold'), is('portal', true)), ['maria']],
  ['or needs one', or(is('plan', 'silver'), is('portal', true)), ['maria', 'omar']],
  ['twice negated is what it was', not(not(is('plan', 'gold'))), ['maria', 'john']],
  [
    'groups nest',
    and(or(is('plan', 'gold'), is('plan', 'silver')), not(or(visits(50), is('portal', true)))),
    ['john'],
  ],
  ['the same thing twice', and(is('plan', 'gold'), is('plan', 'gold')), ['maria', 'john']],
  ['what contradicts itself is nobody', and(visits(1), not(visits(1))), []],
  ['what excludes nothing is everyone', or(visits(1), not(visits(1))), everyone],

  ['a sealed attribute is never matched', is('email', 'maria@example.org'), []],
  ['nor known', known('email'), []],
  ['a deleted attribute is not known', known('old_plan'), []],
  ['so its negation is everyone', not(is('old_plan', 'Gold')), everyone],
  ['an attribute nobody defined is not known', known('shoe_size'), []],
  ['what every object has is not a value', known('constructor'), []],
  ['nor what it is made from', known('__proto__'), []],
];
