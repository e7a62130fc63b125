import type { Attributes } from '../values/index.ts';

/** How staff see a contact in a list: the name, else the email, else the record number. */
export function displayName(attributes: Attributes): string {
  const name = [attributes.given_name, attributes.family_name].filter(
    (part) => typeof part === 'string',
  );
  if (name.length > 0) return name.join(' ');
  const other = attributes.email ?? attributes.record_number;
  return typeof other === 'string' ? other : 'No name';
}
