import { type Condition, DATE_UNITS, type Literal } from '../tree.ts';
import type { Reader } from './reader.ts';
import { isPlainCode } from './words.ts';

const OPERATORS =
  '“is”, “under”, “any of”, “all of”, “none of”, “at least”, “at most”, “before”, “after”, “within”, “age”, “turns”, “anniversary” or “in month”';

/** What follows an attribute's key. */
export function parseCondition(reader: Reader, attribute: string): Condition {
  const { takes, expect, number } = reader;
  if (reader.peek().kind === 'number') {
    const min = number();
    expect('to');
    return moved(reader, attribute, { min, max: number() });
  }
  if (takes('is')) return parseIs(reader, attribute);
  if (takes('under')) return { op: 'underCode', attribute, code: string(reader) };
  if (takes('any')) {
    if (takes('of')) return { op: 'anyOf', attribute, values: list(reader) };
    return takes('number') ? { op: 'range', attribute } : moved(reader, attribute, {});
  }
  if (takes('all')) {
    expect('of');
    return { op: 'allOf', attribute, values: list(reader) };
  }
  if (takes('none')) {
    expect('of');
    return { op: 'noneOf', attribute, values: list(reader) };
  }
  if (takes('at')) return parseAt(reader, attribute);
  if (takes('before')) return { op: 'before', attribute, day: string(reader) };
  if (takes('after')) return { op: 'after', attribute, day: string(reader) };
  if (takes('within')) return { op: 'withinDays', attribute, ...around(reader) };
  if (takes('age')) return { op: 'age', attribute, ...span(reader) };
  if (takes('turns')) {
    const age = number();
    expect('within');
    return { op: 'turns', attribute, age, days: days(reader) };
  }
  if (takes('anniversary')) {
    expect('within');
    return { op: 'anniversary', attribute, ...around(reader) };
  }
  if (takes('in')) {
    expect('month');
    return { op: 'inMonth', attribute, month: number() };
  }
  return reader.fail(OPERATORS);
}

function parseIs(reader: Reader, attribute: string): Condition {
  const { takes, expect } = reader;
  if (takes('known')) return { op: 'isSet', attribute };
  if (takes('one')) {
    expect('of');
    return { op: 'oneOf', attribute, values: list(reader) };
  }
  const value = literal(reader);
  if (typeof value === 'number' && takes('to')) {
    return { op: 'range', attribute, min: value, max: reader.number() };
  }
  return { op: 'equals', attribute, value };
}

function parseAt(reader: Reader, attribute: string): Condition {
  const { takes } = reader;
  const end = reader.choose(['least', 'most']);
  const number = reader.number();
  if (end === 'least') {
    const counted = { op: 'atLeast', attribute, count: number } as const;
    if (takes('items')) return counted;
    if (takes('of')) return { ...counted, values: list(reader) };
    if (takes('under')) {
      return takes('items')
        ? { ...counted, under: true }
        : { ...counted, values: list(reader), under: true };
    }
  }
  const one = end === 'least' ? { min: number } : { max: number };
  return DATE_UNITS.some((unit) => unit === reader.peek().text)
    ? moved(reader, attribute, one)
    : { op: 'range', attribute, ...one };
}

interface Span {
  readonly min?: number;
  readonly max?: number;
}

/** `months ago`, after how many. */
function moved(reader: Reader, attribute: string, span: Span): Condition {
  const unit = reader.choose(DATE_UNITS);
  return { op: reader.choose(['ago', 'ahead']), attribute, ...span, unit };
}

function span({ takes, choose, number, expect }: Reader): Span {
  if (takes('any')) return {};
  if (takes('at'))
    return choose(['least', 'most']) === 'least' ? { min: number() } : { max: number() };
  const min = number();
  expect('to');
  return { min, max: number() };
}

/** `60 days` */
export function days({ number, choose }: Reader): number {
  const count = number();
  choose(['days', 'day']);
  return count;
}

function around(reader: Reader): { readonly days: number; readonly direction: 'past' | 'future' } {
  reader.expect('the');
  const direction = reader.choose(['last', 'next']) === 'last' ? 'past' : 'future';
  return { days: days(reader), direction };
}

function literal(reader: Reader): Literal {
  const { kind } = reader.peek();
  if (kind === 'number') return reader.number();
  if (reader.takes('yes')) return true;
  if (reader.takes('no')) return false;
  return string(reader, '“known”, “one of”, a number, “yes”, “no”, ');
}

function string(reader: Reader, others = ''): string {
  const { kind, text } = reader.peek();
  if (kind === 'text' || kind === 'day' || (kind === 'word' && isPlainCode(text))) {
    return reader.read().text;
  }
  return reader.fail(`${others}a day, an ICD-10-CM code or a text in quotes`);
}

function list(reader: Reader): readonly string[] {
  reader.expect('(');
  const values: string[] = [];
  if (reader.takes(')')) return values;
  do values.push(string(reader));
  while (reader.choose([',', ')']) === ',');
  return values;
}
