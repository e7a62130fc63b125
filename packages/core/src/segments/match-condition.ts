import {
  type AttributeDefinition,
  type AttributeValue,
  addDays,
  ancestorForms,
  comparableForm,
  type Day,
  isDay,
} from '../values/index.ts';
import type { Condition } from './tree.ts';

export const never = (): boolean => false;

/**
 * One condition as a test of the attribute's value. What the definition's type does not fit, be it
 * the value, the operator or the literal, is false.
 */
export function conditionTest(
  condition: Condition,
  definition: AttributeDefinition,
  today: Day,
): (value: AttributeValue) => boolean {
  switch (definition.type) {
    case 'number': {
      const test = numberTest(condition);
      return (value) => typeof value === 'number' && Number.isFinite(value) && test(value);
    }
    case 'date': {
      const test = dayTest(condition, today);
      return (value) => typeof value === 'string' && isDay(value) && test(value);
    }
    case 'boolean':
      return (value) =>
        typeof value === 'boolean' &&
        (condition.op === 'isSet' || (condition.op === 'equals' && condition.value === value));
    case 'text':
    case 'code': {
      const test = itemsTest(condition, definition);
      return (value) => typeof value === 'string' && test([value]);
    }
    case 'list': {
      const test = itemsTest(condition, definition);
      return (value) => Array.isArray(value) && test(value);
    }
  }
}

function numberTest(condition: Condition): (value: number) => boolean {
  switch (condition.op) {
    case 'isSet':
      return () => true;
    case 'equals':
      return (value) => value === condition.value;
    case 'range': {
      const { min = -Infinity, max = Infinity } = condition;
      return (value) => min <= value && value <= max;
    }
    default:
      return never;
  }
}

/** Days in their written form compare as days do. */
function dayTest(condition: Condition, today: Day): (value: Day) => boolean {
  switch (condition.op) {
    case 'isSet':
      return () => true;
    case 'equals':
      return (value) => value === condition.value;
    case 'before':
      return (value) => value < condition.day;
    case 'after':
      return (value) => value > condition.day;
    case 'withinDays': {
      const [from, to] = daysAround(today, condition);
      return (value) => from <= value && value <= to;
    }
    default:
      return never;
  }
}

/** The first and last day, both included, that `withinDays` means today. */
export function daysAround(
  today: Day,
  { days, direction }: Extract<Condition, { op: 'withinDays' }>,
): readonly [Day, Day] {
  return direction === 'past' ? [addDays(today, -days), today] : [today, addDays(today, days)];
}

/** The test of a text or a code (one item) or a list, on the items that say something. */
function itemsTest(
  condition: Condition,
  definition: AttributeDefinition,
): (items: readonly unknown[]) => boolean {
  const test = formsTest(condition, definition);
  return (items) => {
    const forms = items
      .filter((item) => typeof item === 'string')
      .map((item) => comparableForm(definition, item))
      .filter((form) => form !== '');
    return forms.length > 0 && test(forms);
  };
}

function formsTest(
  condition: Condition,
  definition: AttributeDefinition,
): (forms: readonly string[]) => boolean {
  const formOf = (value: string) => comparableForm(definition, value);
  switch (condition.op) {
    case 'isSet':
      return () => true;
    case 'equals': {
      if (typeof condition.value !== 'string') return never;
      const wanted = formOf(condition.value);
      return (forms) => forms.includes(wanted);
    }
    case 'underCode': {
      const wanted = formOf(condition.code);
      return (forms) =>
        forms.includes(wanted) ||
        forms.some((form) => ancestorForms(definition, form).includes(wanted));
    }
    case 'oneOf':
    case 'anyOf': {
      const wanted = new Set(condition.values.map(formOf));
      return (forms) => forms.some((form) => wanted.has(form));
    }
    case 'allOf': {
      const wanted = condition.values.map(formOf);
      return (forms) => wanted.every((form) => forms.includes(form));
    }
    case 'noneOf': {
      const unwanted = new Set(condition.values.map(formOf));
      return (forms) => !forms.some((form) => unwanted.has(form));
    }
    default:
      return never;
  }
}
