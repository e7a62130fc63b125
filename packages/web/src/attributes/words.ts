import type { Sensitivity } from '../parts/ClassChip.tsx';
import type { Attribute } from './queries.ts';

/** Least first, as the class of a segment or template is reckoned. */
export const SENSITIVITIES: readonly Sensitivity[] = [
  'identifier',
  'contact',
  'demographic',
  'service',
  'diagnosis',
  'psychotherapy',
  'part2',
];

/** What the people behind a class are called over a group of attributes. */
export const CLASS_HEADINGS: Record<Sensitivity, string> = {
  identifier: 'Who somebody is',
  contact: 'How one writes to them',
  demographic: 'Age, place, plan',
  service: 'Care they had',
  diagnosis: 'What they have and take',
  psychotherapy: 'Psychotherapy notes',
  part2: 'Substance use records (part 2)',
};

export const TYPE_WORDS: Record<Attribute['type'], string> = {
  text: 'Text',
  code: 'Code',
  number: 'Number',
  date: 'Date',
  boolean: 'Yes or no',
  list: 'List',
};

export type CodeSystem = NonNullable<Attribute['system']>;

export const SYSTEM_WORDS: Record<CodeSystem, string> = {
  'icd-10-cm': 'ICD-10-CM (conditions)',
  rxnorm: 'RxNorm (drugs)',
  zip: 'ZIP codes',
  'us-state': 'States of the US',
  'bcp-47': 'Languages (BCP 47)',
  local: 'Codes of our own',
};

/** Whether a value says little without its system: "E11.9" does, a ZIP code or a state does not. */
export const needsSystem = (system: CodeSystem | null): boolean =>
  system === 'icd-10-cm' || system === 'rxnorm';

/** A code as one would type it. */
export const CODE_EXAMPLES: Record<CodeSystem, string> = {
  'icd-10-cm': 'E11.9',
  rxnorm: '860975',
  zip: '92501',
  'us-state': 'CA',
  'bcp-47': 'es',
  local: 'A17',
};

/** "List of ICD-10-CM (conditions)", "Date". */
export function typeSentence({ type, system }: Pick<Attribute, 'type' | 'system'>): string {
  if (system === null) return TYPE_WORDS[type];
  return type === 'list' ? `List: ${SYSTEM_WORDS[system]}` : SYSTEM_WORDS[system];
}

/** Definitions by class, the most ordinary first; classes without any are left out. */
export function byClass<T extends Pick<Attribute, 'sensitivity'>>(
  attributes: readonly T[],
): readonly { sensitivity: Sensitivity; attributes: readonly T[] }[] {
  return SENSITIVITIES.map((sensitivity) => ({
    sensitivity,
    attributes: attributes.filter((one) => one.sensitivity === sensitivity),
  })).filter(({ attributes: found }) => found.length > 0);
}
