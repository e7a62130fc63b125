import type { AttributeDefinition } from '../values/index.ts';

/** Which column of a file (from 0) holds which attribute (its key). Other columns are left alone. */
export type ColumnMapping = readonly { readonly column: number; readonly attribute: string }[];

/**
 * What is wrong with a mapping, a sentence each; empty when it can be imported with. Headings are
 * never repeated: in a file without a heading row they are a patient.
 */
export function mappingProblems(
  mapping: ColumnMapping,
  columns: number,
  definitions: readonly AttributeDefinition[],
): readonly string[] {
  const problems: string[] = [];
  const byAttribute = new Map<string, number[]>();
  for (const { column, attribute } of mapping) {
    const definition = definitions.find((one) => one.key === attribute);
    if (!Number.isInteger(column) || column < 0 || column >= columns) {
      problems.push(`Column ${column + 1} is mapped, and the file has ${columns} columns.`);
    }
    if (definition === undefined) {
      problems.push(`Column ${column + 1} is mapped to “${attribute}”, which is no attribute.`);
    } else if (definition.deletedAt !== null) {
      problems.push(
        `Column ${column + 1} is mapped to “${definition.label}”, an attribute that was deleted.`,
      );
    }
    byAttribute.set(attribute, [...(byAttribute.get(attribute) ?? []), column + 1]);
  }
  for (const [key, all] of byAttribute) {
    if (all.length < 2) continue;
    const label = definitions.find((one) => one.key === key)?.label ?? key;
    const list = `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
    problems.push(`Columns ${list} are mapped to “${label}”; expected one column.`);
  }
  if (!byAttribute.has('email') && !byAttribute.has('record_number')) {
    problems.push(
      'No column is mapped to the email or the record number; one of them says who each row is about.',
    );
  }
  return problems;
}
