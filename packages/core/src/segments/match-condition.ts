import {
  type AttributeDefinition,
  type AttributeValue,
  ancestorForms,
  comparableForm,
  dayNumber,
  isDay,
} from '../values/index.ts';
import type { NormalForm, WantedItems } from './normal-form.ts';
import { inRanges } from './ranges.ts';

export const never = (): boolean => false;

/** A normal form as a test of the attribute's value. */
export function valueTest(
  form: NormalForm,
  definition: AttributeDefinition,
): (value: AttributeValue) => boolean {
  switch (form.kind) {
    case 'never':
      return never;
    case 'known':
      return knownTest(definition);
    case 'numbers':
      return (value) => isNumber(value) && inRanges(form.ranges, value);
    case 'days':
      return (value) => isDate(value) && inRanges(form.ranges, dayNumber(value));
    case 'flag':
      return (value) => value === form.value;
    case 'items': {
      const wanted = wantedTest(form, definition);
      return (value) => {
        const forms = formsOf(value, definition);
        if (forms.size === 0) return false;
        let found = 0;
        for (const one of forms) if (wanted(one)) found += 1;
        return form.atLeast <= found && found <= form.atMost;
      };
    }
  }
}

const isNumber = (value: AttributeValue): value is number => Number.isFinite(value);
const isDate = (value: AttributeValue): value is string =>
  typeof value === 'string' && isDay(value);

function knownTest(definition: AttributeDefinition): (value: AttributeValue) => boolean {
  switch (definition.type) {
    case 'number':
      return isNumber;
    case 'date':
      return isDate;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'text':
    case 'code':
    case 'list':
      return (value) => formsOf(value, definition).size > 0;
  }
}

/** The distinct forms of a text or a code (one item) or a list, of the items that say something. */
function formsOf(value: AttributeValue, definition: AttributeDefinition): ReadonlySet<string> {
  const items = definition.type === 'list' ? value : [value];
  const forms = new Set<string>();
  if (!Array.isArray(items)) return forms;
  for (const item of items) {
    if (typeof item === 'string') forms.add(comparableForm(definition, item));
  }
  forms.delete('');
  return forms;
}

function wantedTest(
  { wanted, under }: WantedItems,
  definition: AttributeDefinition,
): (form: string) => boolean {
  if (wanted === null) return () => true;
  if (!under) return (form) => wanted.has(form);
  return (form) =>
    wanted.has(form) || ancestorForms(definition, form).some((above) => wanted.has(above));
}
