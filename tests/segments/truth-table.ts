import type {
  DateUnit,
  HadEvent,
  InConsent,
  Person,
  PersonEvent,
  SegmentTree,
} from '../../packages/core/src/segments/index.ts';
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
    birth_date: '1961-03-01',
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
    birth_date: '1960-02-29',
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
    birth_date: '1961-04-30',
    conditions: ['E11'],
    interests: ['Running', 'DIET', 'heart  health'],
  },
  li: {
    plan: 'Cafe\u0301   SELECT',
    diagnosis: 'e11.65 ',
    visits: -2.5,
    last_visit: '2026-03-31',
    birth_date: '1961-05-01',
    conditions: ['E10.9', 'F32A'],
    drugs: [],
    interests: ['跑步'],
  },
  omar: {
    plan: 'Silver',
    zip: '92502',
    visits: 100,
    birth_date: '2008-02-28',
    conditions: ['E119', 'e11.65', 'I10'],
  },
  nia: {},
  wes: {
    plan: 7,
    diagnosis: ['E11.9'],
    visits: '4',
    last_visit: '2025-02-30',
    birth_date: '1961-02-29',
    portal: 'yes',
    conditions: 'E11.9',
    drugs: [860975],
    interests: true,
  },
  eva: { plan: '  ', conditions: [], interests: ['', ' '], last_visit: '' },
} as Readonly<Record<string, unknown>> as Readonly<Record<Name, Attributes>>;

export type Name = 'maria' | 'john' | 'ana' | 'li' | 'omar' | 'nia' | 'wes' | 'eva';

export const NEWS = '00000000-0000-7000-8000-00000000000a';
export const RECALL = '00000000-0000-7000-8000-00000000000b';

const news = (kind: PersonEvent['kind'], day: string, link: number | null = null): PersonEvent => ({
  kind,
  day,
  link,
  campaign: NEWS,
  stream: 'marketing',
});
const recall = (kind: PersonEvent['kind'], day: string): PersonEvent => ({
  ...news(kind, day),
  campaign: RECALL,
  stream: 'transactional',
});

/** What happened with them, and what the ledger says; nothing where it is not told. */
const told: Readonly<Partial<Record<Name, Partial<Person>>>> = {
  maria: {
    events: [
      news('sent', '2026-02-20'),
      news('opened', '2026-02-21'),
      news('clicked', '2026-02-21', 2),
      news('opened', '2026-02-25'),
    ],
    consent: new Set(['authorized:marketing', 'opted_in:topic:diabetes']),
  },
  john: {
    events: [
      news('sent', '2025-12-01'),
      news('unsubscribed', '2025-12-02'),
      recall('sent', '2026-02-27'),
    ],
    consent: new Set(['opted_out:marketing']),
  },
  ana: { events: [recall('sent', TODAY), recall('bounced', TODAY)] },
  li: { authorizationEnds: ['2026-02-28', '2026-03-31'] },
  omar: {
    events: [recall('answered', '2025-11-01')],
    consent: new Set(['deceased', 'prefers:post']),
  },
};

/** A person of whom only this is known. */
export const person = (known: Partial<Person>): Person => ({
  id: '00000000-0000-7000-8000-000000000000',
  attributes: {},
  authorizationEnds: [],
  events: [],
  consent: new Set(),
  ...known,
});

/** The same people with all that is known of them; their ids are their order. */
export const persons = Object.fromEntries(
  (Object.keys(people) as Name[]).map((name, place) => [
    name,
    person({
      id: `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`,
      attributes: people[name],
      ...told[name],
    }),
  ]),
) as Readonly<Record<Name, Person>>;

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

const atLeast = (
  count: number,
  attribute: string,
  values?: readonly string[],
  below?: true,
): SegmentTree => ({
  op: 'atLeast',
  attribute,
  count,
  ...(values && { values }),
  ...(below && { under: below }),
});
const span = (min?: number, max?: number) => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});
const ago = (unit: DateUnit, min?: number, max?: number): SegmentTree => ({
  op: 'ago',
  attribute: 'last_visit',
  unit,
  ...span(min, max),
});
const ahead = (unit: DateUnit, min?: number, max?: number): SegmentTree => ({
  op: 'ahead',
  attribute: 'last_visit',
  unit,
  ...span(min, max),
});
const aged = (min?: number, max?: number): SegmentTree => ({
  op: 'age',
  attribute: 'birth_date',
  ...span(min, max),
});
const turns = (age: number, days: number): SegmentTree => ({
  op: 'turns',
  attribute: 'birth_date',
  age,
  days,
});
const comesRound = (
  days: number,
  direction: 'past' | 'future' = 'future',
  attribute = 'birth_date',
): SegmentTree => ({ op: 'anniversary', attribute, days, direction });
const inMonth = (month: number): SegmentTree => ({ op: 'inMonth', attribute: 'birth_date', month });
const event = (kind: HadEvent['kind'], rest: Partial<HadEvent> = {}): SegmentTree => ({
  op: 'event',
  kind,
  ...rest,
});
const consent = (state: InConsent): SegmentTree => state;
const mailed = (withinDays: number, stream?: 'marketing' | 'transactional'): SegmentTree => ({
  op: 'recentlyMailed',
  withinDays,
  ...(stream && { stream }),
});
const sample = (percent: number, seed = 'spring'): SegmentTree => ({ op: 'sample', percent, seed });
const segment = (id: string): SegmentTree => ({ op: 'segment', id });

/** Segments that others name. */
export const segments: ReadonlyMap<string, { readonly name: string; readonly tree: SegmentTree }> =
  new Map([
    ['gold', { name: 'Gold members', tree: is('plan', 'gold') }],
    ['others', { name: 'The others', tree: not(segment('gold')) }],
  ]);

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

  ['two codes under one', atLeast(2, 'conditions', ['E11'], true), ['omar']],
  ['two codes under several', atLeast(2, 'conditions', ['E11', 'I10'], true), ['maria', 'omar']],
  ['one code under several', atLeast(1, 'conditions', ['E10', 'F32'], true), ['li']],
  ['two of several', atLeast(2, 'conditions', ['E119', 'I10', 'F32A']), ['maria', 'omar']],
  ['two of several does not look above', atLeast(2, 'conditions', ['E11', 'I10']), []],
  ['one value written twice is one', atLeast(2, 'conditions', ['E119', 'E11.9']), []],
  ['two items', atLeast(2, 'conditions'), ['maria', 'li', 'omar']],
  ['three items', atLeast(3, 'interests'), ['ana']],
  ['items that say nothing do not count', atLeast(1, 'interests'), ['maria', 'john', 'ana', 'li']],
  ['less than two items is also the unknown', not(atLeast(2, 'drugs')), but('john')],

  ['at least 12 months ago includes the day', ago('months', 12), ['maria', 'john']],
  ['at least 13 months ago does not', ago('months', 13), []],
  ['at most 12 months ago includes the day', ago('months', undefined, 12), ['maria', 'ana']],
  ['from 6 to 12 months ago', ago('months', 6, 12), ['maria']],
  ['a year is 12 months', ago('years', 1, 1), ['maria']],
  ['52 weeks are 364 days', ago('weeks', undefined, 52), ['ana']],
  ['366 days ago', ago('days', 366, 366), ['john']],
  ['ago is never ahead', ago('days'), ['maria', 'john', 'ana']],
  ['ahead is never ago', ahead('days'), ['ana', 'li']],
  ['at least 30 days ahead', ahead('days', 30), ['li']],
  ['at least a month ahead', ahead('months', 1), []],
  ['at most a month ahead', ahead('months', undefined, 1), ['ana', 'li']],

  ['an age is reached on the birthday', aged(65, 65), ['maria']],
  ['born on February 29 is a year older on March 1', aged(66), ['john']],
  ['at most an age', aged(undefined, 64), ['ana', 'li', 'omar']],
  ['an age that is known', aged(), ['maria', 'john', 'ana', 'li', 'omar']],
  ['an age of nobody’s date of birth is not known', not(aged()), ['nia', 'wes', 'eva']],
  ['turns 65 today', turns(65, 0), ['maria']],
  ['turns 65 within 60 days includes the 60th', turns(65, 60), ['maria', 'ana']],
  ['turns 65 within 61 days', turns(65, 61), ['maria', 'ana', 'li']],
  ['turns 66 today, born on February 29', turns(66, 0), ['john']],
  ['a birthday today', comesRound(0), ['maria', 'john']],
  ['a birthday within 60 days', comesRound(60), ['maria', 'john', 'ana']],
  ['a birthday yesterday or today', comesRound(1, 'past'), ['maria', 'john', 'omar']],
  [
    'everybody’s birthday is within a year',
    comesRound(365),
    ['maria', 'john', 'ana', 'li', 'omar'],
  ],
  [
    'a day comes round from itself on',
    comesRound(30, 'future', 'last_visit'),
    ['maria', 'ana', 'li'],
  ],
  ['and not before', comesRound(364, 'past', 'last_visit'), ['maria', 'john', 'ana']],
  ['born in a month', inMonth(3), ['maria']],
  ['February 29 lies in February', inMonth(2), ['john', 'omar']],

  ['an authorization ends', { op: 'authorizationEnds', days: 30 }, ['li']],
  ['an authorization that ended does not', { op: 'authorizationEnds', days: 29 }, []],

  ['was sent anything', event('sent'), ['maria', 'john', 'ana']],
  ['was sent one campaign', event('sent', { campaign: RECALL }), ['john', 'ana']],
  ['within 9 days includes the ninth', event('sent', { withinDays: 9 }), ['maria', 'john', 'ana']],
  ['within 8 days does not', event('sent', { withinDays: 8 }), ['john', 'ana']],
  ['within 0 days is today', event('sent', { withinDays: 0 }), ['ana']],
  ['opened twice', event('opened', { atLeast: 2 }), ['maria']],
  ['twice within days that hold one', event('opened', { atLeast: 2, withinDays: 7 }), []],
  ['clicked a link', event('clicked', { campaign: NEWS, link: 2 }), ['maria']],
  ['clicked another', event('clicked', { campaign: NEWS, link: 0 }), []],
  ['answered', event('answered'), ['omar']],
  ['did not open within 90 days', not(event('opened', { withinDays: 90 })), but('maria')],
  ['mailed within 30 days', mailed(30), ['maria', 'john', 'ana']],
  ['mailed on one stream', mailed(30, 'marketing'), ['maria']],
  ['not mailed lately', not(mailed(30)), but('maria', 'john', 'ana')],

  ['opted out', consent({ op: 'consent', state: 'opted_out', scope: 'marketing' }), ['john']],
  [
    'opted in to a topic',
    consent({ op: 'consent', state: 'opted_in', scope: 'topic:diabetes' }),
    ['maria'],
  ],
  ['authorized', consent({ op: 'consent', state: 'authorized', kind: 'marketing' }), ['maria']],
  ['prefers a way', consent({ op: 'consent', state: 'prefers', channel: 'post' }), ['omar']],
  ['a plain state', consent({ op: 'consent', state: 'deceased' }), ['omar']],
  ['not in a state', not(consent({ op: 'consent', state: 'deceased' })), but('omar')],

  ['another segment', segment('gold'), ['maria', 'john']],
  ['a segment of segments', and(segment('others'), known('plan')), ['ana', 'li', 'omar']],
  ['a segment that nobody knows is nobody', segment('lost'), []],

  ['a sample of all is everyone', sample(100), everyone],
  ['half and the rest are everyone', or(sample(50), not(sample(50))), everyone],
  ['a smaller one of the same seed lies within', and(sample(20), not(sample(50))), []],
];
