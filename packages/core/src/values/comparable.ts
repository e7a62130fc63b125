import type { AttributeDefinition } from './attribute.ts';
import { codeAndAncestors, normaliseCode } from './code.ts';
import { normaliseText } from './text.ts';

type Coded = Pick<AttributeDefinition, 'system'>;

/**
 * The form in which values of one attribute are compared, in memory and as tokens: that of its code
 * system, else that of texts. A lone surrogate becomes U+FFFD, as it does in UTF-8. An empty form
 * says nothing: such a value counts as not known.
 */
export function comparableForm(attribute: Coded, value: string): string {
  const { system } = attribute;
  return (system === null ? normaliseText(value) : normaliseCode(system, value)).toWellFormed();
}

/** The forms of the codes that this one lies properly under: E11.65 -> E11.6, E11. */
export function ancestorForms(attribute: Coded, value: string): readonly string[] {
  const own = comparableForm(attribute, value);
  const above = codeAndAncestors(attribute.system, own).slice(1);
  return above.map((code) => comparableForm(attribute, code));
}
