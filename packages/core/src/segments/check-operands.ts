import { type AttributeDefinition, comparableForm, isDay } from '../values/index.ts';
import { checkLiteral } from './check-literal.ts';
import { type Fields, type Report, unexpected } from './fields.ts';
import type { Operator } from './operators.ts';
import { spokenList } from './spoken.ts';
import { type AtLeast, type Condition, DATE_UNITS } from './tree.ts';

const MAX_VALUES = 1000;
/** Each value that all must include is a search of its own. */
const MAX_ALL_OF = 50;
const MAX_DAYS = 36_500;
const MAX_YEARS = 150;
/** Of each unit, about as long as the days reach. */
const MAX_OF = { days: MAX_DAYS, weeks: 5200, months: 1200, years: 100 };

/** What the operator compares the attribute with; null when `report` has heard what is wrong. */
export function checkOperands(
  op: Operator,
  definition: AttributeDefinition,
  node: Fields,
  pointer: string,
  report: Report,
): Condition | null {
  const attribute = definition.key;
  const only = (...names: string[]) =>
    unexpected(node, ['op', 'attribute', ...names], pointer, report);
  switch (op) {
    case 'isSet':
      only();
      return { op, attribute };
    case 'equals': {
      only('value');
      const value = checkLiteral(node.value, definition, `${pointer}/value`, report);
      return value === null ? null : { op, attribute, value };
    }
    case 'underCode': {
      only('code');
      const code = checkLiteral(node.code, definition, `${pointer}/code`, report);
      return typeof code === 'string' ? { op, attribute, code } : null;
    }
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
    case 'noneOf': {
      only('values');
      const most = op === 'allOf' ? MAX_ALL_OF : MAX_VALUES;
      const values = checkValues(node.values, most, definition, `${pointer}/values`, report);
      return values && { op, attribute, values };
    }
    case 'atLeast':
      only('count', 'values', 'under');
      return checkAtLeast(node, definition, pointer, report);
    case 'range': {
      only('min', 'max');
      const range = checkRange(node, pointer, isFinite, 'a number', report);
      return range && { op, attribute, ...range };
    }
    case 'age': {
      only('min', 'max');
      const years = `a whole number of years, 0 to ${MAX_YEARS}`;
      const range = checkRange(node, pointer, isWhole(0, MAX_YEARS), years, report);
      return range && { op, attribute, ...range };
    }
    case 'ago':
    case 'ahead': {
      only('min', 'max', 'unit');
      const unit = DATE_UNITS.find((one) => one === node.unit);
      if (!unit) return report(`${pointer}/unit`, `Expected ${spokenList(DATE_UNITS, 'or')}.`);
      const whole = `a whole number of ${unit}, 0 to ${MAX_OF[unit]}`;
      const range = checkRange(node, pointer, isWhole(0, MAX_OF[unit]), whole, report);
      return range && { op, attribute, ...range, unit };
    }
    case 'before':
    case 'after': {
      only('day');
      const { day } = node;
      if (typeof day === 'string' && isDay(day)) return { op, attribute, day };
      return report(`${pointer}/day`, 'Expected a day that exists, such as 2026-03-01.');
    }
    case 'turns': {
      only('age', 'days');
      const age = checkWhole(node.age, 0, MAX_YEARS, `${pointer}/age`, report);
      const days = checkDays(node.days, `${pointer}/days`, report);
      return age === null || days === null ? null : { op, attribute, age, days };
    }
    case 'withinDays':
    case 'anniversary': {
      only('days', 'direction');
      const { direction } = node;
      const days =
        op === 'withinDays'
          ? checkDays(node.days, `${pointer}/days`, report)
          : checkWhole(node.days, 0, 365, `${pointer}/days`, report);
      if (days === null) return null;
      if (direction === 'past' || direction === 'future') return { op, attribute, days, direction };
      return report(`${pointer}/direction`, 'Expected past or future.');
    }
    case 'inMonth': {
      only('month');
      const month = checkWhole(node.month, 1, 12, `${pointer}/month`, report);
      return month === null ? null : { op, attribute, month };
    }
  }
}

export function checkDays(days: unknown, pointer: string, report: Report): number | null {
  if (isWhole(0, MAX_DAYS)(days)) return days;
  return report(pointer, `Expected a whole number of days, 0 to ${MAX_DAYS}.`);
}

export function checkWhole(
  value: unknown,
  least: number,
  most: number,
  pointer: string,
  report: Report,
): number | null {
  if (isWhole(least, most)(value)) return value;
  return report(pointer, `Expected a whole number, ${least} to ${most}.`);
}

type IsNumber = (value: unknown) => value is number;
const isFinite: IsNumber = (value): value is number => Number.isFinite(value);
const isWhole =
  (least: number, most: number): IsNumber =>
  (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && least <= value && value <= most;

function checkAtLeast(
  { count: counted, values, under }: Fields,
  definition: AttributeDefinition,
  pointer: string,
  report: Report,
): AtLeast | null {
  const count = checkWhole(counted, 1, MAX_VALUES, `${pointer}/count`, report);
  if (count === null) return null;
  const plain = { op: 'atLeast', attribute: definition.key, count } as const;
  if (under !== undefined && under !== true) {
    return report(`${pointer}/under`, 'Expected true, or nothing.');
  }
  if (under && definition.system !== 'icd-10-cm') {
    return report(`${pointer}/under`, 'Only codes of ICD-10-CM lie under others.');
  }
  if (values === undefined) {
    return under ? report(pointer, 'Expected the codes that the items lie under.') : plain;
  }
  const checked = checkValues(values, MAX_VALUES, definition, `${pointer}/values`, report);
  if (checked === null) return null;
  // as many codes as one likes can lie under one
  if (under) return { ...plain, values: checked, under };
  const distinct = new Set(checked.map((value) => comparableForm(definition, value))).size;
  if (count <= distinct) return { ...plain, values: checked };
  return report(
    `${pointer}/count`,
    `At least ${count} of ${distinct} different values is nobody: expected ${distinct} at most.`,
  );
}

function checkValues(
  values: unknown,
  most: number,
  definition: AttributeDefinition,
  pointer: string,
  report: Report,
): readonly string[] | null {
  if (!Array.isArray(values) || values.length === 0 || values.length > most) {
    return report(pointer, `Expected a list of 1 to ${most} values.`);
  }
  const checked = values.map((value, place) =>
    checkLiteral(value, definition, `${pointer}/${place}`, report),
  );
  return checked.every((value) => typeof value === 'string') ? checked : null;
}

function checkRange(
  { min, max }: Fields,
  pointer: string,
  fits: (value: unknown) => value is number,
  what: string,
  report: Report,
): { readonly min?: number; readonly max?: number } | null {
  if (min !== undefined && !fits(min)) return report(`${pointer}/min`, `Expected ${what}.`);
  if (max !== undefined && !fits(max)) return report(`${pointer}/max`, `Expected ${what}.`);
  if (min === undefined && max === undefined) {
    return report(pointer, 'A range needs a lowest value, a highest value or both.');
  }
  if (min !== undefined && max !== undefined && min > max) {
    return report(pointer, 'The lowest value of this range is above its highest.');
  }
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
