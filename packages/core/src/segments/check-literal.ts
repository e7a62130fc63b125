import {
  type AttributeDefinition,
  type CodeSystem,
  comparableForm,
  isCodeOf,
  isDay,
} from '../values/index.ts';
import type { Report } from './fields.ts';
import type { Literal } from './tree.ts';

const MAX_LENGTH = 500;

const CODE_EXAMPLES: Readonly<Record<CodeSystem, string>> = {
  'icd-10-cm': 'an ICD-10-CM code such as E11.9',
  rxnorm: 'an RxNorm code such as 860975',
  zip: 'a ZIP code such as 92501 or 92501-0001',
  'us-state': 'a state of two letters such as CA',
  'bcp-47': 'a language code such as en or es-MX',
  local: 'a code of 1 to 64 characters',
};

/** A value to compare the attribute with; null when `report` has heard why it is none. */
export function checkLiteral(
  value: unknown,
  definition: AttributeDefinition,
  pointer: string,
  report: Report,
): Literal | null {
  const expected = (what: string) => report(pointer, `Expected ${what}.`);
  switch (definition.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : expected('a number');
    case 'boolean':
      return typeof value === 'boolean' ? value : expected('true or false');
    case 'date':
      if (typeof value === 'string' && isDay(value)) return value;
      return expected('a day that exists, such as 2026-03-01');
    case 'text':
    case 'code':
    case 'list': {
      const { system } = definition;
      const what =
        system === null ? `a text of 1 to ${MAX_LENGTH} characters` : CODE_EXAMPLES[system];
      if (typeof value !== 'string' || value.length > MAX_LENGTH) return expected(what);
      if (comparableForm(definition, value) === '') return expected(what);
      return system === null || isCodeOf(system, value) ? value : expected(what);
    }
  }
}
