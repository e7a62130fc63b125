import { useSessionStorage } from '@mantine/hooks';
import type { Attribute } from '../attributes/queries.ts';
import type { Column } from './queries.ts';

/** Which attribute (its key) each column (its index) holds; a column without one is left alone. */
export type Mapping = Readonly<Record<number, string>>;

const suggestedMapping = (columns: readonly Column[]): Mapping =>
  Object.fromEntries(
    columns.flatMap(({ index, suggested }) => (suggested ? [[index, suggested]] : [])),
  );

/** The mapping as it is being made; kept in this tab, so that one may leave and come back. */
export function useMapping(id: string, columns: readonly Column[]) {
  return useSessionStorage<Mapping>({
    key: `postern-mapping-${id}`,
    defaultValue: suggestedMapping(columns),
    getInitialValueInEffect: false,
  });
}

/** For each column that shares its attribute with others, a sentence that says with which. */
export function duplicates(mapping: Mapping): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const entries = Object.entries(mapping).map(([column, key]) => [Number(column), key] as const);
  for (const [column, key] of entries) {
    const others = entries.filter(([other, same]) => same === key && other !== column);
    if (others.length === 0) continue;
    const places = others.map(([other]) => other + 1);
    found.set(
      column,
      places.length === 1
        ? `Column ${places[0]} is mapped to this too; only one can be.`
        : `Columns ${places.join(', ')} are mapped to this too; only one can be.`,
    );
  }
  return found;
}

/** What keeps the import from starting, in a sentence; null when nothing does. */
export function lacking(mapping: Mapping, attributes: readonly Attribute[]): string | null {
  const keys = Object.values(mapping);
  if (duplicates(mapping).size > 0) return 'Two columns are mapped to the same attribute.';
  if (!keys.includes('email') && !keys.includes('record_number')) {
    const name = (key: string) => attributes.find((one) => one.key === key)?.label ?? key;
    return `No column is mapped to “${name('email')}” or “${name('record_number')}”. One of them says who a row is about.`;
  }
  return null;
}
