import { type AttributeDefinition, type Classified, mostSensitive } from '../values/index.ts';
import type { TemplateField } from './source.ts';

/**
 * The class of a template: the highest that its fields and conditions touch, the subject's
 * included, and the attribute that causes it; null when it touches none. With today's definitions
 * a template saved earlier is classed as it is seen now.
 */
export function classOf(
  fields: readonly Pick<TemplateField, 'key' | 'sensitivity'>[],
  definitions: readonly AttributeDefinition[] = [],
): Classified | null {
  const today = new Map(definitions.map(({ key, sensitivity }) => [key, sensitivity]));
  return mostSensitive(
    fields.map(({ key, sensitivity }) => ({
      sensitivity: today.get(key) ?? sensitivity,
      causedBy: key,
    })),
  );
}

/** Keys of fields that were deleted since the template was saved: such a template cannot be sent. */
export function deletedFields(
  fields: readonly TemplateField[],
  definitions: readonly AttributeDefinition[],
): readonly string[] {
  const live = new Set(definitions.filter((one) => one.deletedAt === null).map((one) => one.key));
  return fields.filter(({ key }) => !live.has(key)).map(({ key }) => key);
}
