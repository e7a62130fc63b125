import type { AttributeDefinition, Classified } from '@postern/core/values';

/** A class with the label of the attribute that causes it, as the pages show it. */
export function shownClass(
  found: Classified | null,
  definitions: readonly Pick<AttributeDefinition, 'key' | 'label'>[],
) {
  if (found === null) return null;
  const { sensitivity, causedBy } = found;
  const label = definitions.find((definition) => definition.key === causedBy)?.label;
  return { sensitivity, causedBy, causedByLabel: label ?? OTHERS[causedBy] ?? causedBy };
}

/** What causes a class and is no attribute. */
const OTHERS: Readonly<Partial<Record<string, string>>> = {
  campaign: 'A campaign',
  segment: 'Another segment',
  psychotherapy_notes: 'An authorization for psychotherapy notes',
  sud_counseling_notes: 'An authorization for substance-use counseling notes',
  part2_consent: 'A consent for substance-use records',
};
