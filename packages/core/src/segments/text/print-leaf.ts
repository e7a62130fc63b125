import type { HadEvent, InConsent, PersonCondition } from '../person-condition.ts';
import type { AtLeast, Condition, Literal } from '../tree.ts';
import { isPlainCode, isPlainDay, isPlainKey } from './words.ts';

/** One condition as one line. */
export function printLeaf(one: Condition | PersonCondition): string {
  return 'attribute' in one
    ? `${isPlainKey(one.attribute) ? one.attribute : quoted(one.attribute)} ${printCondition(one)}`
    : printPersonal(one);
}

function printCondition(one: Condition): string {
  switch (one.op) {
    case 'equals':
      return `is ${value(one.value)}`;
    case 'oneOf':
      return `is one of ${listed(one.values)}`;
    case 'underCode':
      return `under ${value(one.code)}`;
    case 'range':
      return one.min !== undefined && one.max !== undefined
        ? `is ${span(one)}`
        : `${span(one)}${one.min === undefined && one.max === undefined ? ' number' : ''}`;
    case 'isSet':
      return 'is known';
    case 'anyOf':
      return `any of ${listed(one.values)}`;
    case 'allOf':
      return `all of ${listed(one.values)}`;
    case 'noneOf':
      return `none of ${listed(one.values)}`;
    case 'atLeast':
      return `at least ${number(one.count)} ${counted(one)}`;
    case 'before':
    case 'after':
      return `${one.op} ${value(one.day)}`;
    case 'withinDays':
      return around(one);
    case 'ago':
    case 'ahead':
      return `${span(one)} ${one.unit} ${one.op}`;
    case 'age':
      return `age ${span(one)}`;
    case 'turns':
      return `turns ${number(one.age)} within ${days(one.days)}`;
    case 'anniversary':
      return `anniversary ${around(one)}`;
    case 'inMonth':
      return `in month ${number(one.month)}`;
  }
}

function counted({ values, under }: AtLeast): string {
  if (!values) return under ? 'under items' : 'items';
  return `${under ? 'under' : 'of'} ${listed(values)}`;
}

function printPersonal(one: PersonCondition): string {
  switch (one.op) {
    case 'authorizationEnds':
      return `authorization ends within ${days(one.days)}`;
    case 'event':
      return printEvent(one);
    case 'consent':
      return `consent ${printState(one)}`;
    case 'segment':
      return `segment ${quoted(one.id)}`;
    case 'sample':
      return `sample ${number(one.percent)}% seed ${quoted(one.seed)}`;
    case 'address':
      return `address ${one.is}`;
    case 'recentlyMailed':
      return `mailed ${one.stream === undefined ? '' : `${one.stream} `}within ${days(one.withinDays)}`;
  }
}

function printEvent({ kind, campaign, link, withinDays, beforeDays, atLeast }: HadEvent): string {
  return [
    kind,
    campaign === undefined ? 'any' : `campaign ${quoted(campaign)}`,
    ...(link === undefined ? [] : [`link ${number(link)}`]),
    ...(withinDays === undefined ? [] : [`within ${days(withinDays)}`]),
    ...(beforeDays === undefined ? [] : [`before ${days(beforeDays)}`]),
    ...(atLeast === undefined ? [] : [`at least ${number(atLeast)} times`]),
  ].join(' ');
}

function printState(one: InConsent): string {
  switch (one.state) {
    case 'opted_out':
    case 'opted_in':
      return `${one.state} ${quoted(one.scope)}`;
    case 'authorized':
      return `${one.state} ${one.kind}`;
    case 'prefers':
      return `${one.state} ${one.channel}`;
    default:
      return one.state;
  }
}

const quoted = (text: string): string => JSON.stringify(text);
const number = (one: number): string => (Object.is(one, -0) ? '-0' : String(one));
const days = (count: number): string => `${number(count)} days`;
const listed = (values: readonly string[]): string => `(${values.map(value).join(', ')})`;

function value(one: Literal): string {
  if (typeof one === 'boolean') return one ? 'yes' : 'no';
  if (typeof one === 'number') return number(one);
  return isPlainCode(one) || isPlainDay(one) ? one : quoted(one);
}

function span({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min === undefined) return max === undefined ? 'any' : `at most ${number(max)}`;
  return max === undefined ? `at least ${number(min)}` : `${number(min)} to ${number(max)}`;
}

const around = (one: { readonly days: number; readonly direction: 'past' | 'future' }): string =>
  `within the ${one.direction === 'past' ? 'last' : 'next'} ${days(one.days)}`;
