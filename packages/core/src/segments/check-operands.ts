import { type AttributeDefinition, isDay } from '../values/index.ts';
import { checkLiteral } from './check-literal.ts';
import { type Fields, type Report, unexpected } from './fields.ts';
import type { Operator } from './operators.ts';
import type { Condition } from './tree.ts';

const MAX_VALUES = 1000;
/** Each value that all must include is a search of its own. */
const MAX_ALL_OF = 50;
const MAX_DAYS = 36_500;

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
    case 'range':
      only('min', 'max');
      return checkRange(node, attribute, pointer, report);
    case 'before':
    case 'after': {
      only('day');
      const { day } = node;
      if (typeof day === 'string' && isDay(day)) return { op, attribute, day };
      return report(`${pointer}/day`, 'Expected a day that exists, such as 2026-03-01.');
    }
    case 'withinDays': {
      only('days', 'direction');
      const { direction } = node;
      const days = checkDays(node.days, `${pointer}/days`, report);
      if (days === null) return null;
      if (direction === 'past' || direction === 'future') return { op, attribute, days, direction };
      return report(`${pointer}/direction`, 'Expected past or future.');
    }
  }
}

export function checkDays(days: unknown, pointer: string, report: Report): number | null {
  if (typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= MAX_DAYS) {
    return days;
  }
  return report(pointer, `Expected a whole number of days, 0 to ${MAX_DAYS}.`);
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
  attribute: string,
  pointer: string,
  report: Report,
): Condition | null {
  const fits = (end: unknown) => end === undefined || Number.isFinite(end);
  if (!fits(min)) return report(`${pointer}/min`, 'Expected a number.');
  if (!fits(max)) return report(`${pointer}/max`, 'Expected a number.');
  if (min === undefined && max === undefined) {
    return report(pointer, 'A range needs a lowest value, a highest value or both.');
  }
  if (min !== undefined && max !== undefined && (min as number) > (max as number)) {
    return report(pointer, 'The lowest value of this range is above its highest.');
  }
  return {
    op: 'range',
    attribute,
    ...(min !== undefined && { min: min as number }),
    ...(max !== undefined && { max: max as number }),
  };
}
